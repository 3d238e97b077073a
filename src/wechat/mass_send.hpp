// Mass sending (wechat-protocol 8.5). A client id of at most 32 bytes makes a repeat harmless for 24 hours: 45065 is success.
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>

namespace depeche::wechat {

struct mass_receipt {
  std::int64_t msg_id = 0;
  bool existed = false;  // 45065: the job had been made before
};

// To every follower, as text.
task<api_result<mass_receipt>> mass_send_text(api_client& api, std::string content, std::string client_msg_id);
// "SEND_SUCCESS", "SENDING", "SEND_FAIL", "DELETE".
task<api_result<std::string>> mass_state(api_client& api, std::int64_t msg_id);

}  // namespace depeche::wechat
