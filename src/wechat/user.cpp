#include "wechat/user.hpp"

#include "base/encode.hpp"
#include "wechat/api_answer.hpp"

namespace depeche::wechat {

task<api_result<user_profile>> user_info(api_client& api, std::string openid) {
  auto answer = co_await api.get("/cgi-bin/user/info", "openid=" + percent_encode(openid));
  if (answer.has_error()) co_return answer.error();
  user_profile out;
  out.subscribed = number_member(*answer, "subscribe").value_or(0) != 0;
  out.language = text_member(*answer, "language").value_or("");
  out.subscribe_time = number_member(*answer, "subscribe_time").value_or(0);
  out.subscribe_scene = text_member(*answer, "subscribe_scene").value_or("");
  out.scene = text_member(*answer, "qr_scene_str").value_or("");
  const auto number = number_member(*answer, "qr_scene");
  if (out.scene.empty() && number.value_or(0) != 0) out.scene = std::to_string(*number);
  co_return out;
}

}  // namespace depeche::wechat
