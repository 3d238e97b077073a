// What the platform tells of followers (wechat-protocol 6). Verified accounts only.
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>
#include <vector>

namespace depeche::wechat {

inline constexpr std::size_t most_users_a_call = 100;

struct user_profile {
  std::string openid;
  bool subscribed = false;       // false: nothing below is told
  std::string language;          // "zh_CN", "fr", ...; empty since 2021 on most accounts
  std::int64_t subscribe_time = 0;
  std::string subscribe_scene;   // "ADD_SCENE_QR_CODE", ...
  std::string scene;             // qr_scene_str, else qr_scene as digits when not 0
  std::string remark;
  std::string union_id;          // only of accounts bound to an open platform account
  std::vector<std::int64_t> tags;
};

task<api_result<user_profile>> user_info(api_client& api, std::string openid);
// Up to 100 at once, in any order; followers and former ones.
task<api_result<std::vector<user_profile>>> user_infos(api_client& api, std::vector<std::string> openids);

// At most 10,000 openids. The next page begins behind `next`; empty: this was the last.
struct follower_page {
  std::int64_t total = 0;
  std::vector<std::string> openids;
  std::string next;
};
// The first page with an empty openid.
task<api_result<follower_page>> followers_after(api_client& api, std::string openid);

// Those whom the account shut out: nothing reaches them, and nothing of theirs reaches us. Pages as above.
task<api_result<follower_page>> shut_out_after(api_client& api, std::string openid);
// At most 20 at once.
inline constexpr std::size_t most_shut_out_a_call = 20;
task<api_result<void>> shut_out(api_client& api, std::vector<std::string> openids);
task<api_result<void>> let_in_again(api_client& api, std::vector<std::string> openids);

// What the account's staff call a follower: under 30 bytes.
task<api_result<void>> set_remark(api_client& api, std::string openid, std::string remark);

}  // namespace depeche::wechat
