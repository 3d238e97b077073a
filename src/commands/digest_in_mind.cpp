#include "commands/digest_in_mind.hpp"

namespace depeche {
namespace {

task<last_issues> sent_since(command_parts& with, const command_call& call) {
  const timestamp after = with.talks.with(call.who.id).shown_at;
  auto sent = co_await with.sent.last_to(call.who, after);
  co_return std::move(sent.value());
}

// From a push on, reading goes on where its message ended.
std::shared_ptr<const digest> settle(command_parts& with, const command_call& call, std::optional<last_issue> sent) {
  conversation& talk = with.talks.with(call.who.id);
  if (sent) {
    talk.show(std::move(sent->issue), sent->sent);
    talk.told = std::move(sent->told);
  }
  if (!talk.shown && call.reads) talk.show(with.board.current(*call.reads), timestamp{});
  return talk.shown;
}

}  // namespace

task<std::shared_ptr<const digest>> digest_in_mind(command_parts& with, const command_call& call) {
  auto since = co_await sent_since(with, call);
  co_return settle(with, call, std::move(since.of_a_day));
}

task<std::shared_ptr<const digest>> digest_of_number(command_parts& with, const command_call& call, std::size_t wanted) {
  auto since = co_await sent_since(with, call);
  const bool later = since.urgent && (!since.of_a_day || since.urgent->sent > since.of_a_day->sent);
  if (later && wanted >= 1 && wanted <= since.urgent->issue->items.size()) co_return std::move(since.urgent->issue);
  co_return settle(with, call, std::move(since.of_a_day));
}

}  // namespace depeche
