// /cgi-bin/message/custom/send: within the allowance that the person's own acts gave (wechat-protocol 8.1).
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_text_bytes = 2048;

std::shared_ptr<const std::string> shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

int read_text(const json& body, chat_message& into) {
  auto content = text_at(child_at(body, "text"), "content");
  if (content.empty()) return 44004;
  if (content.size() > most_text_bytes) return 45002;
  into.content = shared(std::move(content));
  return 0;
}

int read_image(const json& body, const media_shelf& media, chat_message& into) {
  into.kind = message_kind::image;
  into.media_id = text_at(child_at(body, "image"), "media_id");
  return media.find(into.media_id) == nullptr ? 40007 : 0;
}

int read_menu(const json& body, chat_message& into) {
  const auto& menu = child_at(body, "msgmenu");
  const auto& list = child_at(menu, "list");
  if (!list.is_array() || list.empty() || list.size() > 20) return 40035;
  for (const auto& item : list) {
    auto words = text_at(item, "content");
    if (words.empty()) return 40035;
    into.menu.emplace_back(text_at(item, "id"), std::move(words));
  }
  const auto tail = text_at(menu, "tail_content");
  into.kind = message_kind::menu;
  into.content = shared(text_at(menu, "head_content") + (tail.empty() ? "" : "\n" + tail));
  return 0;
}

// 0, or the platform's code for a body that it does not take.
int read_message(const json& body, const media_shelf& media, chat_message& into) {
  const auto type = text_at(body, "msgtype");
  if (type == "text") return read_text(body, into);
  if (type == "image") return read_image(body, media, into);
  if (type == "msgmenu") return read_menu(body, into);
  return 40008;
}

api_answer send(crowd& people, const media_shelf& media, const api_call& call) {
  auto* person = people.find_openid(text_at(call.body, "touser"));
  if (person == nullptr) return refuse(40003);
  chat_message message;
  message.way = "custom";
  if (const int code = read_message(call.body, media, message); code != 0) return refuse(code);
  if (!person->following) return refuse(45015);
  if (!person->receives) return refuse(48002);
  if (const int code = people.take_allowance(*person); code != 0) return refuse(code);
  people.show(*person, std::move(message));
  return answer_ok();
}

api_answer typing(crowd& people, const api_call& call) {
  const auto command = text_at(call.body, "command");
  if (people.find_openid(text_at(call.body, "touser")) == nullptr) return refuse(40003);
  return command == "Typing" || command == "CancelTyping" ? answer_ok() : refuse(45072, "invalid command");
}

}  // namespace

std::vector<endpoint> message_endpoints(crowd& people, media_shelf& media) {
  const auto custom = [&people, &media](const api_call& call) { return send(people, media, call); };
  const auto show_typing = [&people](const api_call& call) { return typing(people, call); };
  return {
      {"POST", "/cgi-bin/message/custom/send", capability::custom_messages, true, api_body::json, 500'000, 50'000, custom},
      {"POST", "/cgi-bin/message/custom/typing", capability::custom_messages, true, api_body::json, 500'000, 50'000, show_typing},
  };
}

}  // namespace depeche::sandbox
