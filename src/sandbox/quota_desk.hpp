// Daily limits per path, and the monthly right to clear them (wechat-protocol 11).
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace depeche::sandbox {

struct quota {
  std::int64_t normal_limit = 0;  // 0: unlimited
  std::int64_t test_limit = 0;    // of a test account
  std::optional<std::int64_t> ordered_limit;  // by the control API
  std::int64_t used = 0;          // on `day`
  std::chrono::sys_days day{};
};

class quota_desk {
 public:
  explicit quota_desk(const clock& time) : clock_(time) {}

  void declare(std::string path, std::int64_t normal_limit, std::int64_t test_limit);
  // False when the day's calls are used up; counts the call otherwise.
  bool take(std::string_view path, bool test_account);
  // Another limit for a path that is declared; nothing for the usual one. False for an unknown path.
  bool order_limit(std::string_view path, std::optional<std::int64_t> limit);
  // All counters to zero; false when this month's ten times are used up.
  bool clear();
  const quota* find(std::string_view path);
  static std::int64_t limit_of(const quota& q, bool test_account);
  const std::map<std::string, quota, std::less<>>& all() const { return quotas_; }

 private:
  void turn_day(quota& q) const;

  const clock& clock_;
  std::map<std::string, quota, std::less<>> quotas_;
  std::chrono::year_month cleared_month_{};
  int cleared_ = 0;
};

}  // namespace depeche::sandbox
