#include "callback/dispatch.hpp"

#include "async/with_timeout.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "commands/understand.hpp"
#include "wechat/push_content.hpp"
#include "wechat/user.hpp"

namespace depeche {
namespace {

using namespace std::chrono_literals;

// The language that the platform knows of a follower, when it tells; at most a second and a half is spent on asking.
task<result<std::string>> ask_language(wechat::api_client& api, std::string openid) {
  auto profile = co_await wechat::user_info(api, std::move(openid));
  if (profile.has_error()) co_return fail(errc::platform_error, profile.error().to_line());
  const std::string language(known_language(profile->language));
  co_return language;
}

task<> learn_language(const callback_account& account, command_parts& with, subscriber& who) {
  if (!who.language.empty() || !account.api || !account.profile.may_read_users()) co_return;
  auto question = ask_language(*account.api, who.openid);
  auto told = co_await with_timeout(std::move(question), 1500ms);
  if (told.has_error()) {
    log_info("callback", "language of " + shorten_id(who.openid) + " not learnt: " + to_line(told.error()));
    co_return;
  }
  if (told->empty()) co_return;
  who.language = *told;
  auto kept = co_await with.subscribers.set_language(who.id, who.language);
  kept.value();
}

timestamp time_of(const wechat::inbound_message& m) { return from_unix_seconds(m.create_time); }

task<answer> on_subscribe(const callback_account& account, command_parts& with, const wechat::inbound_message& m) {
  std::string scene(m.scene());
  const std::string secret = invitation_in(scene);
  // A desk invitation is not a campaign: its secret must not stand in the history.
  if (!secret.empty()) scene = "desk";
  const timestamp at = time_of(m);
  auto followed = co_await with.subscribers.followed(account.name, m.from_user, scene, at);
  subscriber who = followed.value().who;
  co_await learn_language(account, with, who);
  if (!secret.empty()) co_return co_await redeem_invitation(with, std::move(who), secret);
  co_return co_await welcome(with, std::move(who));
}

task<answer> on_scan(const callback_account& account, command_parts& with, const wechat::inbound_message& m) {
  std::string scene(m.scene());
  const std::string secret = invitation_in(scene);
  if (!secret.empty()) scene = "desk";
  const timestamp at = time_of(m);
  auto scanned = co_await with.subscribers.scanned(account.name, m.from_user, scene, at);
  subscriber who = scanned.value();
  if (!secret.empty()) co_return co_await redeem_invitation(with, std::move(who), secret);
  // Who follows already and scans again wants the news, not another welcome.
  co_return co_await answer_text(with, std::move(who), "digest");
}

task<answer> on_unsubscribe(const callback_account& account, command_parts& with, const wechat::inbound_message& m) {
  const timestamp at = time_of(m);
  auto kept = co_await with.subscribers.unfollowed(account.name, m.from_user, at);
  kept.value();
  co_return answer{};
}

task<answer> on_words(const callback_account& account, command_parts& with, const wechat::inbound_message& m, contact kind,
                      std::string words) {
  const timestamp at = time_of(m);
  auto contacted = co_await with.subscribers.contacted(account.name, m.from_user, kind, at);
  subscriber who = contacted.value();
  // Accounts without scene codes enrol by a word instead: what the invitation's code would say, typed.
  const std::string secret = invitation_in(trim(words));
  if (!secret.empty()) co_return co_await redeem_invitation(with, std::move(who), secret);
  co_return co_await answer_text(with, std::move(who), std::move(words));
}

// The sender of this event is the platform's assistant, never a subscriber.
task<answer> on_mass_finished(const callback_account& account, command_parts& with, wechat::mass_finished end) {
  auto kept = co_await with.push.mass_finished(account.name, end.msg_id, std::move(end.status), end.total, end.filtered, end.sent,
                                               end.failed);
  if (kept.has_error()) log_warning("callback", "mass send's result: " + to_line(kept.error()));
  co_return answer{};
}

task<answer> on_publish_finished(const callback_account& account, command_parts& with, wechat::publish_finished end) {
  auto kept = co_await with.push.publish_finished(account.name, std::move(end));
  if (kept.has_error()) log_warning("callback", "a publication's result: " + to_line(kept.error()));
  co_return answer{};
}

// The account's verification decides which calls it may make: its end must not come as a surprise.
void note_verification(const callback_account& account, const wechat::verification_event& event) {
  using enum wechat::verification_step;
  std::string what;
  switch (event.step) {
    case qualification_passed:
    case naming_passed:
      account.profile.forget_refusals();
      log_info("callback", account.name + ": the platform has verified the account");
      return;
    case qualification_failed:
    case naming_failed: what = "the verification was refused: " + printable(event.reason, 200); break;
    case renewal_due: what = "the verification must be renewed soon"; break;
    case expired: what = "the verification has expired: calls for verified accounts will be refused"; break;
  }
  log_warning("callback", account.name + ": " + what);
}

}  // namespace

task<answer> dispatch(const callback_account& account, command_parts& with, const wechat::inbound_message& m) {
  if (m.msg_type == "text") {
    std::string words = m.content;
    co_return co_await on_words(account, with, m, contact::message, std::move(words));
  }
  const wechat::push_content content = wechat::read_content(m);
  if (m.msg_type != "event") {
    // What was said aloud counts like what was typed, on accounts whose speech recognition is on.
    if (const auto* voice = std::get_if<wechat::voice_message>(&content); voice != nullptr && !voice->recognition.empty()) {
      std::string words = voice->recognition;
      co_return co_await on_words(account, with, m, contact::message, std::move(words));
    }
    // A page that was shared is its address.
    if (const auto* link = std::get_if<wechat::link_message>(&content); link != nullptr && !link->url.empty()) {
      std::string address = link->url;
      co_return co_await on_words(account, with, m, contact::message, std::move(address));
    }
    // A picture, a sound, a place: kept in the inbox and acknowledged; the person spoke, which opens the allowance.
    const timestamp at = time_of(m);
    auto contacted = co_await with.subscribers.contacted(account.name, m.from_user, contact::message, at);
    contacted.value();
    co_return answer{};
  }
  if (m.event == "subscribe") co_return co_await on_subscribe(account, with, m);
  if (m.event == "unsubscribe") co_return co_await on_unsubscribe(account, with, m);
  if (m.event == "scan") co_return co_await on_scan(account, with, m);
  if (m.event == "click") {
    std::string key = m.event_key;
    co_return co_await on_words(account, with, m, contact::menu_tap, std::move(key));
  }
  if (const auto* found = std::get_if<wechat::mass_finished>(&content)) {
    wechat::mass_finished end = *found;
    co_return co_await on_mass_finished(account, with, std::move(end));
  }
  if (const auto* found = std::get_if<wechat::publish_finished>(&content)) {
    wechat::publish_finished end = *found;
    co_return co_await on_publish_finished(account, with, std::move(end));
  }
  if (const auto* event = std::get_if<wechat::verification_event>(&content)) note_verification(account, *event);
  log_debug("callback", "kept and acknowledged: event " + printable(m.event, 40));
  co_return answer{};
}

}  // namespace depeche
