// Access tokens of both kinds (wechat-protocol 5.1): the overlap of five minutes, and the limits of a forced renewal.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

namespace depeche::sandbox {

struct issued_token {
  std::string token;
  std::chrono::seconds expires_in;
};

class token_desk {
 public:
  token_desk(const clock& time, random_source& random) : clock_(time), random_(random) {}

  // A new token at every call; the one before it stays valid for five minutes.
  issued_token classic();
  // The same token until five minutes before its end. Forced: a new one at once, the old one void; at most 20 a day and 30 s
  // apart, else nothing is renewed.
  issued_token stable(bool force);

  // 0, 41001 (none), 40001 (unknown or replaced), 42001 (lived out its time).
  int check(std::string_view token);

 private:
  struct life {
    timestamp until;
    bool replaced = false;
  };
  struct current {
    std::string token;
    timestamp until{};
  };
  std::string issue(current& as);
  void shorten(const std::string& token, timestamp until);

  const clock& clock_;
  random_source& random_;
  std::unordered_map<std::string, life> lives_;
  current classic_, stable_;
  timestamp last_forced_{};
  std::chrono::sys_days forced_day_{};
  int forced_today_ = 0;
};

}  // namespace depeche::sandbox
