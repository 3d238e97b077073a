// What the platform tells of a follower (wechat-protocol 6).
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>

namespace depeche::wechat {

struct user_profile {
  bool subscribed = false;
  std::string language;          // "zh_CN", "fr", ...; empty since 2021 on most accounts
  std::int64_t subscribe_time = 0;
  std::string subscribe_scene;   // "ADD_SCENE_QR_CODE", ...
  std::string scene;             // qr_scene_str, else qr_scene as digits when not 0
};

task<api_result<user_profile>> user_info(api_client& api, std::string openid);

}  // namespace depeche::wechat
