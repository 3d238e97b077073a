// Customer-service messages (wechat-protocol 8.1): within the allowance that the person's own acts give. Not repeatable.
#pragma once

#include "wechat/api_client.hpp"

namespace depeche::wechat {

task<api_result<void>> send_custom_text(api_client& api, std::string openid, std::string content);
task<api_result<void>> send_custom_image(api_client& api, std::string openid, std::string media_id);

}  // namespace depeche::wechat
