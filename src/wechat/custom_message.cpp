#include "wechat/custom_message.hpp"

#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

// A lost answer leaves open whether the person got it: the message has no id by which one could ask.
task<api_result<void>> send(api_client& api, std::string body) {
  auto answer = co_await api.post("/cgi-bin/message/custom/send", std::move(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace

task<api_result<void>> send_custom_text(api_client& api, std::string openid, std::string content) {
  const nlohmann::json body{{"touser", openid}, {"msgtype", "text"}, {"text", {{"content", content}}}};
  co_return co_await send(api, json_text(body));
}

task<api_result<void>> send_custom_image(api_client& api, std::string openid, std::string media_id) {
  const nlohmann::json body{{"touser", openid}, {"msgtype", "image"}, {"image", {{"media_id", media_id}}}};
  co_return co_await send(api, json_text(body));
}

}  // namespace depeche::wechat
