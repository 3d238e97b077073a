#include "callback/dispatch.hpp"

#include "async/with_timeout.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/text.hpp"
#include "commands/understand.hpp"
#include "wechat/user.hpp"

#include <charconv>

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

task<answer> on_subscribe(const callback_account& account, command_parts& with, wechat::inbound_message m) {
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

task<answer> on_scan(const callback_account& account, command_parts& with, wechat::inbound_message m) {
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

task<answer> on_unsubscribe(const callback_account& account, command_parts& with, wechat::inbound_message m) {
  const timestamp at = time_of(m);
  auto kept = co_await with.subscribers.unfollowed(account.name, m.from_user, at);
  kept.value();
  co_return answer{};
}

task<answer> on_words(const callback_account& account, command_parts& with, wechat::inbound_message m, contact kind,
                      std::string words) {
  const timestamp at = time_of(m);
  auto contacted = co_await with.subscribers.contacted(account.name, m.from_user, kind, at);
  subscriber who = contacted.value();
  // Accounts without scene codes enrol by a word instead: what the invitation's code would say, typed.
  const std::string secret = invitation_in(trim(words));
  if (!secret.empty()) co_return co_await redeem_invitation(with, std::move(who), secret);
  co_return co_await answer_text(with, std::move(who), std::move(words));
}

std::int64_t number_field(const wechat::inbound_message& m, std::string_view name) {
  std::int64_t value = 0;
  if (const auto found = m.fields.find(name); found != m.fields.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

// The sender of this event is the platform's assistant, never a subscriber.
task<answer> on_mass_finished(const callback_account& account, command_parts& with, wechat::inbound_message m) {
  const auto found = m.fields.find("Status");
  std::string status = found == m.fields.end() ? std::string() : found->second;
  auto kept = co_await with.push.mass_finished(account.name, number_field(m, "MsgID"), std::move(status), number_field(m, "TotalCount"),
                                               number_field(m, "FilterCount"), number_field(m, "SentCount"),
                                               number_field(m, "ErrorCount"));
  if (kept.has_error()) log_warning("callback", "mass send's result: " + to_line(kept.error()));
  co_return answer{};
}

}  // namespace

task<answer> dispatch(const callback_account& account, command_parts& with, wechat::inbound_message m) {
  if (m.msg_type == "text") {
    std::string words = m.content;
    co_return co_await on_words(account, with, std::move(m), contact::message, std::move(words));
  }
  if (m.msg_type != "event") {
    // A picture, a voice, a place: kept in the inbox and acknowledged; the person spoke, which opens the allowance.
    const timestamp at = time_of(m);
    auto contacted = co_await with.subscribers.contacted(account.name, m.from_user, contact::message, at);
    contacted.value();
    co_return answer{};
  }
  if (m.event == "subscribe") co_return co_await on_subscribe(account, with, std::move(m));
  if (m.event == "unsubscribe") co_return co_await on_unsubscribe(account, with, std::move(m));
  if (m.event == "scan") co_return co_await on_scan(account, with, std::move(m));
  if (m.event == "click") {
    std::string key = m.event_key;
    co_return co_await on_words(account, with, std::move(m), contact::menu_tap, std::move(key));
  }
  if (m.event == "masssendjobfinish") co_return co_await on_mass_finished(account, with, std::move(m));
  log_debug("callback", "kept and acknowledged: event " + printable(m.event, 40));
  co_return answer{};
}

}  // namespace depeche
