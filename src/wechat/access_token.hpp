// The account's access token by /cgi-bin/stable_token: single flight, renewed ahead, at most one forced renewal per failure and never
// within 30 s of the last (the platform's own limit; 20 a day). Of several processes one renews, the others take what it stored.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "net/https_client.hpp"
#include "wechat/errcode.hpp"
#include "wechat/token_lease.hpp"

#include <memory>
#include <string>

namespace depeche::wechat {

struct credentials {
  std::string app_id;
  std::string app_secret;
  url api_base;  // https://api.weixin.qq.com
};

class access_token {
 public:
  // `shared` is what other holders see of the token, and outlives this; null: there are none.
  access_token(asio::any_io_executor loop, https_client& client, const clock& time, credentials who, token_lease* shared = nullptr);
  ~access_token();

  // A token that is valid for some minutes yet. Concurrent callers share one request.
  task<api_result<std::string>> get();
  // After the platform refused `refused` (40001, 40014, 42001): another token. When the current one differs already, that one;
  // else asked anew, first without force, then once with it.
  task<api_result<std::string>> replace(std::string refused);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace depeche::wechat
