// How often calls may be made, and were (wechat-protocol 11).
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>

namespace depeche::wechat {

struct call_quota {
  std::int64_t daily_limit = 0;
  std::int64_t used = 0;
  std::int64_t remain = 0;
  std::int64_t rate_calls = 0;           // so many calls ...
  std::int64_t rate_refresh_seconds = 0;  // ... in so many seconds; 0: not told
};
// cgi_path: "/cgi-bin/message/custom/send".
task<api_result<call_quota>> quota_of(api_client& api, std::string cgi_path);

// Both are scarce, so a lost answer is unknown: the counters of all calls, 10 times a month; of one call, 50 times.
task<api_result<void>> clear_all_quotas(api_client& api, std::string app_id);
task<api_result<void>> clear_quota_of(api_client& api, std::string cgi_path);

}  // namespace depeche::wechat
