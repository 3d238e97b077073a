// Temporary media (wechat-protocol 9): kept three days.
#pragma once

#include "wechat/api_client.hpp"

namespace depeche::wechat {

// PNG or JPEG, under 2 MB; returns the media id.
task<api_result<std::string>> upload_image(api_client& api, std::string bytes, std::string filename);

}  // namespace depeche::wechat
