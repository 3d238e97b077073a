// /cgi-bin/message/custom/...: within the allowance that the person's own acts gave (wechat-protocol 8.1).
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

api_answer send(crowd& people, const kf_desk& agents, content_sources from, const api_call& call) {
  auto* person = people.find_openid(text_at(call.body, "touser"));
  if (person == nullptr) return refuse(40003);
  chat_message message;
  message.way = "custom";
  if (const int code = read_custom_content(call.body, from, message); code != 0) return refuse(code);
  if (const auto agent = text_at(child_at(call.body, "customservice"), "kf_account"); !agent.empty() && agents.find(agent) == nullptr)
    return refuse(65401);
  if (person->blacklisted) return refuse(43019);
  if (!person->following) return refuse(45015);
  if (!person->receives) return refuse(48002);
  if (const int code = people.take_allowance(*person); code != 0) return refuse(code);
  person->own().typing_until = {};
  people.show(*person, std::move(message));
  return answer_ok();
}

api_answer typing(crowd& people, const clock& time, const api_call& call) {
  auto* person = people.find_openid(text_at(call.body, "touser"));
  if (person == nullptr) return refuse(40003);
  const auto command = text_at(call.body, "command");
  if (command != "Typing" && command != "CancelTyping") return refuse(45072);
  const auto now = time.now();
  if (now - person->last_exchange > 30s) return refuse(45080);
  if (command == "CancelTyping") {
    person->own().typing_until = {};
  } else if (now < person->extra().typing_until) {
    return refuse(45081);
  } else {
    person->own().typing_until = now + 15s;
  }
  people.touch(*person);
  return answer_ok();
}

}  // namespace

std::vector<endpoint> message_endpoints(crowd& people, const kf_desk& agents, content_sources from, const clock& time) {
  const auto custom = [&people, &agents, from](const api_call& call) { return send(people, agents, from, call); };
  const auto automatic = [](const api_call&) { return answer_json({{"is_add_friend_reply_open", 0}, {"is_autoreply_open", 0}}); };
  const auto show_typing = [&people, &time](const api_call& call) { return typing(people, time, call); };
  return {
      {"POST", "/cgi-bin/message/custom/send", capability::custom_messages, true, api_body::json, 500'000, 50'000, custom},
      {"POST", "/cgi-bin/message/custom/typing", capability::custom_messages, true, api_body::json, 500'000, 50'000, show_typing},
      {"GET", "/cgi-bin/get_current_autoreply_info", capability::any, true, api_body::none, 0, 0, automatic},
  };
}

}  // namespace depeche::sandbox
