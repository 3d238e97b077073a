#include "callback/late_answer.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "wechat/custom_message.hpp"
#include "wechat/media.hpp"

namespace depeche {
namespace {

task<bool> may_send(const callback_account& account, command_parts& with, const std::string& openid) {
  if (!account.api || !account.profile.may_send_custom_messages()) co_return false;
  auto found = co_await with.subscribers.find(account.name, openid);
  if (found.has_error() || !*found) co_return false;
  const subscriber_id who = (*found)->id;
  const timestamp now = with.time.now();
  auto spent = co_await with.subscribers.spend_allowance(who, now);
  co_return spent.has_value() && *spent;
}

// Until the person says "more".
task<> keep_for_later(const callback_account& account, command_parts& with, const std::string& openid, std::string text) {
  auto found = co_await with.subscribers.find(account.name, openid);
  if (found.has_error() || !*found) co_return;
  with.talks.with((*found)->id).rest.push_front(std::move(text));
}

void note(const std::string& openid, const std::string& what) {
  log_warning("callback", "late answer to " + shorten_id(openid) + ": " + what);
}

}  // namespace

task<> send_late(const callback_account& account, command_parts& with, std::string openid, answer what) {
  if (!what.text.empty()) {
    const bool allowed = co_await may_send(account, with, openid);
    if (!allowed) {
      note(openid, "no customer message may be sent: it waits for \"more\"");
      co_await keep_for_later(account, with, openid, std::move(what.text));
      co_return;
    }
    auto sent = co_await wechat::send_custom_text(*account.api, openid, what.text);
    if (sent.has_error()) note(openid, sent.error().to_line());
    const bool lost = sent.has_error() && sent.error().action != wechat::api_action::unknown;
    if (lost) co_await keep_for_later(account, with, openid, std::move(what.text));
  }
  if (!what.picture.empty()) {
    const bool allowed = co_await may_send(account, with, openid);
    if (!allowed) {
      note(openid, "no customer message may be sent");
      co_return;
    }
    auto uploaded = co_await wechat::upload_image(*account.api, what.picture, "code.png");
    if (uploaded.has_error()) {
      note(openid, uploaded.error().to_line());
      co_return;
    }
    auto sent = co_await wechat::send_custom_image(*account.api, openid, *uploaded);
    if (sent.has_error()) note(openid, sent.error().to_line());
  }
}

}  // namespace depeche
