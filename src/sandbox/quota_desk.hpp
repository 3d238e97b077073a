// Limits per path, of a day and of a minute, and the monthly rights to clear them (wechat-protocol 11).
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace depeche::sandbox {

struct quota {
  std::int64_t normal_limit = 0;  // a day; 0: unlimited
  std::int64_t test_limit = 0;    // of a test account
  std::int64_t minute_limit = 0;  // 0: unlimited
  std::optional<std::int64_t> ordered_limit;         // by the control API
  std::optional<std::int64_t> ordered_minute_limit;  // likewise
  std::int64_t used = 0;          // on `day`
  std::chrono::sys_days day{};
  std::int64_t used_in_minute = 0;
  std::chrono::sys_time<std::chrono::minutes> minute{};
};

enum class quota_end { none, day, minute };

class quota_desk {
 public:
  explicit quota_desk(const clock& time) : clock_(time) {}

  void declare(std::string path, std::int64_t normal_limit, std::int64_t test_limit, std::int64_t minute_limit);
  // Which limit stands in the way; counts the call when none does.
  quota_end take(std::string_view path, bool test_account);
  // Other limits for a path that is declared; nothing for the usual ones. False for an unknown path.
  bool order_limits(std::string_view path, std::optional<std::int64_t> of_day, std::optional<std::int64_t> of_minute);
  // All counters to zero; false when this month's ten times are used up.
  bool clear();
  // One path's; 0, 76021 (unknown path) or 48006 (this month's fifty times are used up).
  int clear(std::string_view path);
  const quota* find(std::string_view path);
  static std::int64_t limit_of(const quota& q, bool test_account);
  static std::int64_t minute_limit_of(const quota& q) { return q.ordered_minute_limit.value_or(q.minute_limit); }
  const std::map<std::string, quota, std::less<>>& all() const { return quotas_; }

 private:
  struct monthly_right {
    std::chrono::year_month month{};
    int used = 0;
  };
  bool take_right(monthly_right& right, int per_month);
  void turn(quota& q) const;

  const clock& clock_;
  std::map<std::string, quota, std::less<>> quotas_;
  monthly_right all_, single_;
};

}  // namespace depeche::sandbox
