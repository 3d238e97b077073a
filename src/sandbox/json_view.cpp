#include "sandbox/json_view.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "sandbox/chat_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

const char* name(sender from) {
  switch (from) {
    case sender::account: return "account";
    case sender::person: return "person";
    case sender::notice: return "notice";
  }
  return "";
}

const char* name(message_kind kind) {
  switch (kind) {
    case message_kind::text: return "text";
    case message_kind::image: return "image";
    case message_kind::menu: return "menu";
    case message_kind::news: return "news";
    case message_kind::voice: return "voice";
    case message_kind::video: return "video";
    case message_kind::music: return "music";
    case message_kind::article: return "article";
    case message_kind::template_message: return "template";
    case message_kind::notice: return "notice";
    case message_kind::card: return "card";
    case message_kind::location: return "location";
    case message_kind::link: return "link";
    case message_kind::file: return "file";
    case message_kind::event: return "event";
  }
  return "";
}

json part_json(const chat_part& part) {
  json out{{"text", part.text}};
  if (!part.url.empty()) out["url"] = part.url;
  if (!part.say.empty()) {
    out["say"] = part.say;
    out["menu_id"] = part.menu_id;
  }
  return out;
}

json grant_json(const grant& g, timestamp now) {
  if (now >= g.until) return nullptr;
  return {{"left", g.left}, {"until", iso_time(g.until)}};
}

}  // namespace

json message_json(const chat_message& message) {
  const auto parts = message.from == sender::account ? read_chat_text(*message.content)
                                                     : std::vector<chat_part>{{*message.content, {}, {}, {}}};
  json links = json::array();
  json shown = json::array();
  for (const auto& part : parts) {
    shown.push_back(part_json(part));
    if (!part.url.empty()) links.push_back({{"text", part.text}, {"url", part.url}});
  }
  if (!message.url.empty()) links.push_back({{"text", *message.content}, {"url", message.url}});
  json out{{"number", message.number}, {"from", name(message.from)}, {"kind", name(message.kind)},
           {"text", plain_text(parts)}, {"content", *message.content}, {"parts", std::move(shown)},
           {"links", std::move(links)}, {"time", iso_time(message.at)}};
  if (!message.way.empty()) out["way"] = message.way;
  if (!message.media_id.empty()) {
    out[message.kind == message_kind::image ? "image" : "media"] = "/sandbox/v1/media/" + percent_encode(message.media_id);
    out["media_id"] = message.media_id;
  }
  if (message.cards)
    for (const auto& card : *message.cards)
      out["articles"].push_back({{"title", card.title}, {"description", card.description}, {"url", card.url}, {"picture", card.picture}});
  for (const auto& [id, words] : message.menu) out["menu"].push_back({{"id", id}, {"text", words}});
  return out;
}

json phone_json(const phone& of, timestamp now) {
  return {{"phone", of.id},
          {"openid", of.openid()},
          {"name", of.name()},
          {"language", of.language},
          {"following", of.following},
          {"receives", of.receives},
          {"scene", of.extra().scene},
          {"followed_at", of.following ? json(iso_time(of.followed_at)) : json(nullptr)},
          {"allowance", {{"by_words", grant_json(of.by_words, now)}, {"by_act", grant_json(of.by_act, now)}}},
          {"received", of.received},
          {"tags", of.extra().tags},
          {"remark", of.extra().remark},
          {"blacklisted", of.blacklisted},
          {"consents", of.extra().consents},
          {"kf_account", of.extra().kf_account},
          {"typing", now < of.extra().typing_until},
          {"version", of.changed}};
}

json phone_with_messages(const phone& of, timestamp now, std::uint64_t after) {
  auto out = phone_json(of, now);
  json messages = json::array();
  for (const auto& message : of.extra().messages)
    if (message.number > after) messages.push_back(message_json(message));
  out["messages"] = std::move(messages);
  return out;
}

json act_json(const phone* of, const push* pushed) {
  json out{{"outcome", name(pushed ? pushed->end : push_end::not_pushed)}, {"deliveries", pushed ? pushed->deliveries : 0}, {"reply", nullptr}};
  if (of != nullptr) {
    out["phone"] = of->id;
    out["following"] = of->following;
  }
  if (pushed && pushed->reply) out["reply"] = message_json(*pushed->reply);
  if (pushed && !pushed->detail.empty()) out["detail"] = pushed->detail;
  return out;
}

}  // namespace depeche::sandbox
