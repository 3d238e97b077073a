#include "callback/restore_contacts.hpp"

#include "wechat/message.hpp"
#include "wechat/message_xml.hpp"

namespace depeche {
namespace {

// The database's writer is a fraction of a second behind; a minute is for a disk that stood still.
constexpr std::chrono::minutes behind{1};

}  // namespace

task<result<void>> restore_contacts(inbox_store& inbox, subscriber_store& subscribers) {
  const auto newest = inbox.newest();
  if (!newest) co_return result<void>();
  auto events = co_await inbox.events_since(*newest - behind);
  if (events.has_error()) co_return events.error();
  std::vector<subscriber_store::message_seen> messages;
  for (inbox_row& row : *events) {
    const auto message = wechat::parse_message(row.body);
    if (message.has_value() && message->msg_type != "event")
      messages.push_back({std::move(row.account), message->from_user, from_unix_seconds(message->create_time)});
  }
  if (messages.empty()) co_return result<void>();
  co_return co_await subscribers.give_again(std::move(messages));
}

}  // namespace depeche
