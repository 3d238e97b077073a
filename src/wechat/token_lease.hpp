// What the holders of one account's token share, when several processes have one database: the token, and the right to renew it,
// which one of them has at a time and loses when it dies. Declared here, where it is needed; kept by the store (app/shared_token).
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace depeche::wechat {

struct token_record {
  std::string token;  // empty: none yet
  timestamp renew_at{};
  timestamp ends_at{};
  std::vector<timestamp> forced;  // renewals by force of the last 24 hours, oldest first
};

class token_lease {
 public:
  struct view {
    token_record record;
    bool ours = false;  // nobody else may renew until the lease ends or is settled
  };
  virtual ~token_lease() = default;

  // What is shared now, and the lease until `until` unless another holder has one.
  virtual task<result<view>> claim(timestamp now, timestamp until) = 0;
  // Shares this record and ends our lease. When another holder has taken it over meanwhile, theirs stays.
  virtual task<result<void>> settle(token_record record) = 0;
  // A moment of real time, between two looks at what another holder does.
  virtual task<> pause() = 0;
};

}  // namespace depeche::wechat
