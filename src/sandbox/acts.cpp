#include "sandbox/acts.hpp"

#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

error not_following() {
  return fail(errc::not_allowed, "this phone does not follow the account", "phone", "let it follow or scan first");
}

push_field key_field(std::string key) { return push_field::text("EventKey", std::move(key)); }

std::string text_or(const json& of, std::string_view key, std::string otherwise) {
  auto text = text_at(of, key);
  return text.empty() ? otherwise : text;
}

}  // namespace

// MsgIds beyond 2^53, as the platform's are.
acts::acts(act_parts with)
    : with_(with),
      next_message_id_(std::int64_t{23'892'468'000'000'001} + static_cast<std::int64_t>(random_below(with.random, 1'000'000'000'000))) {}

std::string acts::account_code() const { return "http://weixin.qq.com/r/" + with_.of.original_id; }

push_message acts::event(phone& who, std::string name, std::vector<push_field> fields) {
  // Events are told apart by their second only; people are slower than tests.
  who.last_event = std::max(to_unix_seconds(with_.time.now()), who.last_event + 1);
  return {std::string(who.openid()), who.last_event, "event", std::move(name), std::move(fields)};
}

push_message acts::message(phone& who, std::string type, std::vector<push_field> fields) {
  const auto id = push_field::number("MsgId", next_message_id_++);
  // The order of captured pushes: a picture's MediaId and a voice's Recognition come after the id.
  const auto behind = std::find_if(fields.begin(), fields.end(), [&](const push_field& one) {
    return (type == "image" && one.name == "MediaId") || (type == "voice" && one.name == "Recognition");
  });
  fields.insert(behind, id);
  return {std::string(who.openid()), to_unix_seconds(with_.time.now()), std::move(type), {}, std::move(fields)};
}

acts::outcome acts::deliver(phone& who, push_message what, bool shows_reply) {
  if (who.blacklisted) return nullptr;
  return with_.pushes.send(std::move(what), shows_reply);
}

void acts::note(phone& who, message_kind kind, sender from, std::string text, std::string media_id) {
  chat_message shown;
  shown.from = from;
  shown.kind = kind;
  shown.content = std::make_shared<const std::string>(std::move(text));
  shown.media_id = std::move(media_id);
  with_.people.show(who, std::move(shown));
}

acts::outcome acts::follow(phone& who) {
  if (who.following) return nullptr;
  with_.people.follow(who, {});
  note(who, message_kind::event, sender::person, "followed");
  return deliver(who, event(who, "subscribe", {key_field({})}), true);
}

acts::outcome acts::unfollow(phone& who) {
  if (!who.following) return nullptr;
  with_.people.unfollow(who);
  note(who, message_kind::event, sender::person, "unfollowed");
  return deliver(who, event(who, "unsubscribe", {key_field({})}), false);
}

acts::outcome acts::say(phone& who, std::string_view words, std::string_view menu_id) {
  if (!who.following) return not_following();
  note(who, message_kind::text, sender::person, std::string(words));
  auto said = message(who, "text", {push_field::text("Content", std::string(words))});
  if (menu_id.empty()) {
    with_.people.grant_words(who);
  } else {
    with_.people.grant_act(who);  // a tap on a menu item counts as a menu tap
    said.fields.push_back(push_field::text("bizmsgmenuid", std::string(menu_id)));
  }
  return deliver(who, std::move(said), true);
}

acts::outcome acts::click(phone& who, std::string_view key) { return press(who, "click", std::string(key), json::object()); }

acts::outcome acts::view(phone& who, std::string_view url) { return press(who, "view", std::string(url), json::object()); }

acts::outcome acts::tap(phone& who, std::string_view name, const json& about) {
  if (const auto type = text_at(about, "type"); !type.empty()) return press(who, type, text_at(about, "key"), about);
  const auto* seen = with_.menus.of(who);
  const auto* button = seen == nullptr ? nullptr : find_button(*seen, name);
  if (button == nullptr)
    return fail(errc::not_found, "the menu that this person sees has no such button", "tap", "see GET /sandbox/v1/phones/{id}, or give a type");
  const auto type = text_at(*button, "type");
  const auto key = type == "view" ? text_at(*button, "url") : type == "miniprogram" ? text_at(*button, "pagepath") : text_at(*button, "key");
  return press(who, type, key, about);
}

acts::outcome acts::press(phone& who, const std::string& type, const std::string& key, const json& about) {
  if (!who.following) return not_following();
  note(who, message_kind::event, sender::person, (type == "view" ? "opened " : "tapped ") + key);
  const auto menu_id = push_field::text("MenuId", "400001");
  if (type == "view") return deliver(who, event(who, "VIEW", {key_field(key), menu_id}), false);
  if (type == "miniprogram") return deliver(who, event(who, "view_miniprogram", {key_field(key), menu_id}), false);
  if (type == "click") {
    with_.people.grant_act(who);
    return deliver(who, event(who, "CLICK", {key_field(key)}), true);
  }
  if (type == "scancode_push" || type == "scancode_waitmsg") {
    with_.people.grant_act(who);
    auto info = push_field::group("ScanCodeInfo", {push_field::text("ScanType", text_or(about, "scan_type", "qrcode")),
                                                   push_field::text("ScanResult", text_or(about, "result", "1"))});
    return deliver(who, event(who, type, {key_field(key), std::move(info)}), true);
  }
  if (type == "pic_sysphoto" || type == "pic_photo_or_album" || type == "pic_weixin") {
    const auto count = std::clamp<std::int64_t>(number_at(about, "count").value_or(1), 1, 9);
    std::vector<push_field> items;
    for (std::int64_t i = 0; i < count; ++i)
      items.push_back(push_field::group("item", {push_field::text("PicMd5Sum", "1b5f7c23b5bf75682a53e7b6d163e185")}));
    auto info = push_field::group("SendPicsInfo", {push_field::number("Count", count), push_field::group("PicList", std::move(items))});
    auto tapped = deliver(who, event(who, type, {key_field(key), std::move(info)}), true);
    for (std::int64_t i = 0; i < count; ++i) (void)send(who, "image", about);
    return tapped;
  }
  if (type == "location_select") {
    auto info = push_field::group("SendLocationInfo", {push_field::text("Location_X", text_or(about, "x", "48.8566")),
                                                       push_field::text("Location_Y", text_or(about, "y", "2.3522")),
                                                       push_field::text("Scale", text_or(about, "scale", "15")),
                                                       push_field::text("Label", text_or(about, "label", "Paris")),
                                                       push_field::text("Poiname", text_at(about, "poi"))});
    auto tapped = deliver(who, event(who, type, {key_field(key), std::move(info)}), true);
    (void)send(who, "location", about);
    return tapped;
  }
  return fail(errc::invalid_argument, "a tap on such a button is not pushed", "type",
              "use click, view, miniprogram, scancode_push, scancode_waitmsg, pic_sysphoto, pic_photo_or_album, pic_weixin or location_select");
}

acts::outcome acts::report(phone& who, const json& where) {
  if (!who.following) return not_following();
  return deliver(who, event(who, "LOCATION", {push_field::text("Latitude", text_or(where, "latitude", "48.856600")),
                                              push_field::text("Longitude", text_or(where, "longitude", "2.352200")),
                                              push_field::text("Precision", text_or(where, "precision", "30.000000"))}), true);
}

acts::outcome acts::consent(phone& who, const std::string& template_id, bool accepts, bool in_settings, const std::string& scene) {
  auto& left = who.own().consents[template_id];
  if (in_settings)
    left = accepts ? left : 0;
  else
    left += accepts ? 1 : 0;
  with_.people.touch(who);
  std::vector<push_field> entry{push_field::text("TemplateId", template_id),
                                push_field::text("SubscribeStatusString", accepts ? "accept" : "reject")};
  if (!in_settings) entry.push_back(push_field::text("PopupScene", scene.empty() ? "0" : scene));
  auto list = push_field::group(in_settings ? "SubscribeMsgChangeEvent" : "SubscribeMsgPopupEvent", {push_field::group("List", std::move(entry))});
  return deliver(who, event(who, in_settings ? "subscribe_msg_change_event" : "subscribe_msg_popup_event", {std::move(list)}), true);
}

acts::outcome acts::event_of(phone& who, std::string name, std::vector<push_field> fields) {
  return deliver(who, event(who, std::move(name), std::move(fields)), true);
}

acts::outcome acts::scan(phone& who, std::string_view code_or_ticket) {
  if (code_or_ticket == account_code()) {
    if (who.following) return nullptr;  // opens the chat: nothing is pushed
    return follow(who);
  }
  const auto* code = with_.codes.by_url(code_or_ticket);
  if (code == nullptr) code = with_.codes.by_ticket(code_or_ticket);
  if (code == nullptr)
    return fail(errc::not_found, "no code of this account says that", "scan", "see GET /sandbox/v1/codes for those that exist");
  return scan_code(who, *code);
}

acts::outcome acts::scan_scene(phone& who, std::string_view scene) {
  if (!may(with_.of.kind, capability::scene_codes))
    return fail(errc::not_allowed, "an account of this kind has no codes with scenes", "scan", "use another profile");
  const auto* code = with_.codes.by_scene(scene);
  if (code == nullptr) code = &with_.codes.make(std::string(scene), true, std::nullopt);
  return scan_code(who, *code);
}

acts::outcome acts::scan_code(phone& who, const scene_code& code) {
  if (with_.codes.is_expired(code)) {
    note(who, message_kind::text, sender::notice, "二维码已过期");
    return nullptr;
  }
  note(who, message_kind::event, sender::person, "scanned " + code.scene);
  const bool followed_before = who.following;
  if (followed_before)
    with_.people.grant_act(who);
  else
    with_.people.follow(who, code.scene, code.is_text);
  const auto ticket = push_field::text("Ticket", code.ticket);
  return deliver(who, followed_before ? event(who, "SCAN", {key_field(code.scene), ticket})
                                      : event(who, "subscribe", {key_field("qrscene_" + code.scene), ticket}), true);
}

}  // namespace depeche::sandbox
