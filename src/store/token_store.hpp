// Access tokens as the processes on one database share them: each account's token, who may renew it and until when, and the renewals
// by force of the last day. The token is as good as the account while it lasts (two hours): the file is for its owner alone.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/database.hpp"

#include <string>
#include <vector>

namespace depeche {

struct stored_token {
  std::string token;  // empty: none yet
  timestamp renew_at{};
  timestamp ends_at{};
  std::vector<timestamp> forced;  // oldest first
};

// An account at a platform: the sandbox and the real one may know the same id.
struct token_place {
  std::string app_id;
  std::string api_base;
};

class token_store {
 public:
  struct view {
    stored_token stored;
    bool ours = false;
  };
  explicit token_store(database& db) : db_(db) {}
  // `ours` when no other holder has a lease at `now`; then it is `holder`'s until `until`. A lease that ends later than one taken now
  // would has been written under another clock, and counts for nothing.
  task<result<view>> claim(token_place of, std::string holder, timestamp now, timestamp until);
  // Stores and ends the lease; nothing happens when it is not the holder's any more.
  task<result<void>> settle(token_place of, std::string holder, stored_token token);

 private:
  database& db_;
};

}  // namespace depeche
