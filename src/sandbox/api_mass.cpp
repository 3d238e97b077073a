// /cgi-bin/message/mass/...: text to every follower, its state, and a preview (wechat-protocol 8.5).
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_text_bytes = 2048;

int read_text(const json& body, std::string& content) {
  if (text_at(body, "msgtype") != "text") return 40008;
  content = text_at(child_at(body, "text"), "content");
  if (content.empty()) return 44004;
  return content.size() > most_text_bytes ? 45002 : 0;
}

api_answer send_all(mass_desk& jobs, const std::function<void()>& begun, const api_call& call) {
  const auto& filter = child_at(call.body, "filter");
  if (!filter.is_object()) return refuse(40035);
  std::string content;
  if (const int code = read_text(call.body, content); code != 0) return refuse(code);
  if (!flag_at(filter, "is_to_all")) return refuse(40152);  // the account has no tags
  auto client_id = text_at(call.body, "clientmsgid");
  if (client_id.size() > 64) return refuse(45067);
  const auto taken = jobs.submit(std::move(content), std::move(client_id));
  if (taken.errcode == 45065) return refuse(45065, {}, "\"msg_id\":" + std::to_string(taken.msg_id));
  if (taken.errcode != 0) return refuse(taken.errcode);
  begun();
  return answer_json({{"errcode", 0}, {"errmsg", "send job submission success"}, {"msg_id", taken.msg_id}});
}

api_answer state(const mass_desk& jobs, const api_call& call) {
  const auto* job = jobs.find(number_at(call.body, "msg_id").value_or(0));
  if (job == nullptr) return refuse(40059);
  return answer_json({{"msg_id", job->msg_id}, {"msg_status", job->finished ? "SEND_SUCCESS" : "SENDING"}});
}

api_answer preview(crowd& people, const api_call& call) {
  auto* person = people.find_openid(text_at(call.body, "touser"));
  if (person == nullptr) return refuse(40003);
  std::string content;
  if (const int code = read_text(call.body, content); code != 0) return refuse(code);
  if (!person->following) return refuse(43004, "require subscribe");
  chat_message message;
  message.way = "preview";
  message.content = std::make_shared<const std::string>(std::move(content));
  people.show(*person, std::move(message));
  return answer_json({{"errcode", 0}, {"errmsg", "preview success"}, {"msg_id", 0}});
}

}  // namespace

std::vector<endpoint> mass_endpoints(mass_desk& jobs, crowd& people, std::function<void()> begun) {
  const auto all = [&jobs, begun = std::move(begun)](const api_call& call) { return send_all(jobs, begun, call); };
  const auto get = [&jobs](const api_call& call) { return state(jobs, call); };
  const auto show = [&people](const api_call& call) { return preview(people, call); };
  return {
      {"POST", "/cgi-bin/message/mass/sendall", capability::mass_messages, true, api_body::json, 100, 0, all},
      {"POST", "/cgi-bin/message/mass/get", capability::mass_messages, true, api_body::json, 0, 0, get},
      {"POST", "/cgi-bin/message/mass/preview", capability::mass_messages, true, api_body::json, 100, 0, show},
  };
}

}  // namespace depeche::sandbox
