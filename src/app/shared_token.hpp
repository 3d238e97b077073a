// The lease on an account's access token in the database: processes beside each other (serve, and the commands) renew it one at a time.
#pragma once

#include "store/token_store.hpp"
#include "wechat/token_lease.hpp"

#include <chrono>

namespace depeche {

class shared_token final : public wechat::token_lease {
 public:
  // `holder` differs in every process.
  shared_token(token_store& tokens, token_place of, std::string holder, std::chrono::milliseconds between_looks = std::chrono::milliseconds{200});
  task<result<view>> claim(timestamp now, timestamp until) override;
  task<result<void>> settle(wechat::token_record record) override;
  task<> pause() override;

 private:
  token_store& tokens_;
  token_place of_;
  std::string holder_;
  std::chrono::milliseconds between_looks_;
};

}  // namespace depeche
