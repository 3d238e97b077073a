#include "sandbox/acts.hpp"

#include <algorithm>

namespace depeche::sandbox {

namespace {

error not_following() {
  return fail(errc::not_allowed, "this phone does not follow the account", "phone", "let it follow or scan first");
}

}  // namespace

// MsgIds beyond 2^53, as the platform's are.
acts::acts(const account& of, crowd& people, code_book& codes, pusher& pushes, const clock& time, random_source& random)
    : of_(of), people_(people), codes_(codes), pushes_(pushes), clock_(time),
      next_message_id_(std::int64_t{23'892'468'000'000'001} + static_cast<std::int64_t>(random_below(random, 1'000'000'000'000))) {}

std::string acts::account_code() const { return "http://weixin.qq.com/r/" + of_.original_id; }

wechat::inbound_message acts::begin(phone& who, std::string_view type) {
  wechat::inbound_message message;
  message.to_user = of_.original_id;
  message.from_user = who.openid;
  message.create_time = to_unix_seconds(clock_.now());
  message.msg_type = type;
  return message;
}

wechat::inbound_message acts::event(phone& who, std::string_view name, std::string key) {
  auto message = begin(who, "event");
  // Events are told apart by their second only; people are slower than tests.
  message.create_time = who.last_event = std::max(message.create_time, who.last_event + 1);
  message.event = name;
  message.event_key = std::move(key);
  return message;
}

void acts::note(phone& who, message_kind kind, sender from, std::string text) {
  chat_message shown;
  shown.from = from;
  shown.kind = kind;
  shown.content = std::make_shared<const std::string>(std::move(text));
  people_.show(who, std::move(shown));
}

acts::outcome acts::follow(phone& who) {
  if (who.following) return nullptr;
  people_.follow(who, {});
  note(who, message_kind::event, sender::person, "followed");
  return pushes_.send(event(who, "subscribe", {}), true);
}

acts::outcome acts::unfollow(phone& who) {
  if (!who.following) return nullptr;
  people_.unfollow(who);
  note(who, message_kind::event, sender::person, "unfollowed");
  return pushes_.send(event(who, "unsubscribe", {}), false);
}

acts::outcome acts::say(phone& who, std::string_view words, std::string_view menu_id) {
  if (!who.following) return not_following();
  note(who, message_kind::text, sender::person, std::string(words));
  auto message = begin(who, "text");
  message.content = words;
  message.msg_id = next_message_id_++;
  if (menu_id.empty()) {
    people_.grant_words(who);
  } else {
    people_.grant_act(who);  // a tap on a menu item counts as a menu tap
    message.fields.emplace("bizmsgmenuid", menu_id);
  }
  return pushes_.send(std::move(message), true);
}

acts::outcome acts::click(phone& who, std::string_view key) {
  if (!who.following) return not_following();
  people_.grant_act(who);
  note(who, message_kind::event, sender::person, "tapped " + std::string(key));
  return pushes_.send(event(who, "click", std::string(key)), true);
}

acts::outcome acts::view(phone& who, std::string_view url) {
  if (!who.following) return not_following();
  note(who, message_kind::event, sender::person, "opened " + std::string(url));
  auto opened = event(who, "view", std::string(url));
  opened.fields.emplace("MenuId", "400001");
  return pushes_.send(std::move(opened), false);
}

acts::outcome acts::scan(phone& who, std::string_view code_or_ticket) {
  if (code_or_ticket == account_code()) {
    if (who.following) return nullptr;  // opens the chat: nothing is pushed
    return follow(who);
  }
  const auto* code = codes_.by_url(code_or_ticket);
  if (code == nullptr) code = codes_.by_ticket(code_or_ticket);
  if (code == nullptr)
    return fail(errc::not_found, "no code of this account says that", "scan", "see GET /sandbox/v1/codes for those that exist");
  return scan_code(who, *code);
}

acts::outcome acts::scan_scene(phone& who, std::string_view scene) {
  if (!may(of_.kind, capability::scene_codes))
    return fail(errc::not_allowed, "an account of this kind has no codes with scenes", "scan", "use another profile");
  const auto* code = codes_.by_scene(scene);
  if (code == nullptr) code = &codes_.make(std::string(scene), true, std::nullopt);
  return scan_code(who, *code);
}

acts::outcome acts::scan_code(phone& who, const scene_code& code) {
  if (codes_.is_expired(code)) {
    note(who, message_kind::text, sender::notice, "二维码已过期");
    return nullptr;
  }
  note(who, message_kind::event, sender::person, "scanned " + code.scene);
  const bool followed_before = who.following;
  if (followed_before)
    people_.grant_act(who);
  else
    people_.follow(who, code.scene);
  auto scanned = followed_before ? event(who, "scan", code.scene) : event(who, "subscribe", "qrscene_" + code.scene);
  scanned.ticket = code.ticket;
  return pushes_.send(std::move(scanned), true);
}

}  // namespace depeche::sandbox
