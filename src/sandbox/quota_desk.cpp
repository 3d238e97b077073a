#include "sandbox/quota_desk.hpp"

#include "sandbox/china_time.hpp"

namespace depeche::sandbox {

void quota_desk::declare(std::string path, std::int64_t normal_limit, std::int64_t test_limit, std::int64_t minute_limit) {
  auto& made = quotas_[std::move(path)];
  made.normal_limit = normal_limit;
  made.test_limit = test_limit;
  made.minute_limit = minute_limit;
}

void quota_desk::turn(quota& q) const {
  if (const auto today = china_day(clock_.now()); q.day != today) {
    q.day = today;
    q.used = 0;
  }
  if (const auto minute = std::chrono::floor<std::chrono::minutes>(clock_.now()); q.minute != minute) {
    q.minute = minute;
    q.used_in_minute = 0;
  }
}

std::int64_t quota_desk::limit_of(const quota& q, bool test_account) {
  if (q.ordered_limit) return *q.ordered_limit;
  return test_account && q.test_limit != 0 ? q.test_limit : q.normal_limit;
}

quota_end quota_desk::take(std::string_view path, bool test_account) {
  const auto found = quotas_.find(path);
  if (found == quotas_.end()) return quota_end::none;
  auto& q = found->second;
  turn(q);
  const bool limited = q.ordered_limit || limit_of(q, test_account) != 0;
  if (limited && q.used >= limit_of(q, test_account)) return quota_end::day;
  const bool paced = q.ordered_minute_limit || q.minute_limit != 0;
  if (paced && q.used_in_minute >= minute_limit_of(q)) return quota_end::minute;
  ++q.used;
  ++q.used_in_minute;
  return quota_end::none;
}

bool quota_desk::order_limits(std::string_view path, std::optional<std::int64_t> of_day, std::optional<std::int64_t> of_minute) {
  const auto found = quotas_.find(path);
  if (found == quotas_.end()) return false;
  found->second.ordered_limit = of_day;
  found->second.ordered_minute_limit = of_minute;
  return true;
}

bool quota_desk::take_right(monthly_right& right, int per_month) {
  const auto month = china_month(clock_.now());
  if (month != right.month) right = {month, 0};
  if (right.used >= per_month) return false;
  ++right.used;
  return true;
}

bool quota_desk::clear() {
  constexpr int per_month = 10;
  if (!take_right(all_, per_month)) return false;
  for (auto& [path, q] : quotas_) q.used = q.used_in_minute = 0;
  return true;
}

int quota_desk::clear(std::string_view path) {
  constexpr int per_month = 50;
  const auto found = quotas_.find(path);
  if (found == quotas_.end()) return 76021;
  if (!take_right(single_, per_month)) return 48006;
  found->second.used = found->second.used_in_minute = 0;
  return 0;
}

const quota* quota_desk::find(std::string_view path) {
  const auto found = quotas_.find(path);
  if (found == quotas_.end()) return nullptr;
  turn(found->second);
  return &found->second;
}

}  // namespace depeche::sandbox
