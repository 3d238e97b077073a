// QR codes with a scene (wechat-protocol 7): verified service accounts only.
#pragma once

#include "wechat/api_client.hpp"

#include <optional>

namespace depeche::wechat {

struct qr_ticket {
  std::string ticket;
  std::string url;  // what the code says; drawn locally
  std::optional<std::chrono::seconds> expires;  // nothing for permanent codes
};

// scene: 1 to 64 bytes. The account has 100,000 permanent codes.
task<api_result<qr_ticket>> create_permanent_code(api_client& api, std::string scene);
// lifetime: 60 s to 30 days.
task<api_result<qr_ticket>> create_temporary_code(api_client& api, std::string scene, std::chrono::seconds lifetime);

}  // namespace depeche::wechat
