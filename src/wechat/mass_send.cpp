#include "wechat/mass_send.hpp"

#include "wechat/api_answer.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

constexpr std::string_view send_path = "/cgi-bin/message/mass/sendall";
constexpr std::string_view state_path = "/cgi-bin/message/mass/get";

api_failure failed(api_action action, std::string_view message, std::string_view path) {
  api_failure f;
  f.action = action;
  f.message = message;
  f.path = path;
  return f;
}

}  // namespace

task<api_result<mass_receipt>> mass_send_text(api_client& api, std::string content, std::string client_msg_id) {
  if (client_msg_id.empty() || client_msg_id.size() > 32)
    co_return failed(api_action::fix_request, "a mass send needs a client id of 1 to 32 bytes", send_path);
  const nlohmann::json body{{"filter", {{"is_to_all", true}}},
                            {"msgtype", "text"},
                            {"text", {{"content", content}}},
                            {"clientmsgid", client_msg_id}};
  // The client id makes the repetition harmless.
  auto answer = co_await api.post(std::string(send_path), json_text(body), repeatable::yes);
  mass_receipt receipt;
  if (answer.has_error()) {
    const api_failure why = answer.error();
    if (why.action != api_action::already_done) co_return why;
    receipt.msg_id = number_member(why.answer, "msg_id").value_or(0);
    receipt.existed = true;
    co_return receipt;
  }
  const auto id = number_member(*answer, "msg_id");
  if (!id) co_return failed(api_action::unknown, "the platform accepted a mass send without naming its msg_id", send_path);
  receipt.msg_id = *id;
  co_return receipt;
}

task<api_result<std::string>> mass_state(api_client& api, std::int64_t msg_id) {
  const nlohmann::json body{{"msg_id", std::to_string(msg_id)}};
  auto answer = co_await api.post(std::string(state_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  auto state = text_member(*answer, "msg_status");
  if (!state) co_return failed(api_action::retry, "the platform's answer holds no msg_status", state_path);
  co_return std::move(*state);
}

}  // namespace depeche::wechat
