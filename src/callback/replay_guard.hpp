// Refuses what was signed long ago, and a signature that comes back over another body; never an honest retry, which carries the same
// body.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <string_view>
#include <unordered_map>

namespace depeche {

class replay_guard {
 public:
  explicit replay_guard(std::chrono::seconds window = std::chrono::minutes{10}, std::size_t most = 200'000)
      : window_(window), most_(most) {}

  // `signed_at` is the query's timestamp (unix seconds as text). Fails with stale_timestamp. Enough where the signature covers the body:
  // what comes again then is the same callback, which the inbox knows.
  result<void> check_time(std::string_view signed_at, timestamp now) const;
  // The same, for a verified signature that does not cover the body. Fails with stale_timestamp or replayed.
  result<void> check(std::string_view signed_at, std::string_view signature, std::string_view body, timestamp now);

 private:
  std::chrono::seconds window_;
  std::size_t most_;
  // Hash of a signature -> hash of its body. 64 bits stand for a signature: whoever could choose two with one hash has the token.
  std::unordered_map<std::size_t, std::size_t> seen_;
  std::deque<std::pair<timestamp, std::size_t>> order_;
};

}  // namespace depeche
