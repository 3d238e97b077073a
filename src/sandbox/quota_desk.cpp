#include "sandbox/quota_desk.hpp"

#include "sandbox/china_time.hpp"

namespace depeche::sandbox {

void quota_desk::declare(std::string path, std::int64_t normal_limit, std::int64_t test_limit) {
  auto& made = quotas_[std::move(path)];
  made.normal_limit = normal_limit;
  made.test_limit = test_limit;
}

void quota_desk::turn_day(quota& q) const {
  const auto today = china_day(clock_.now());
  if (q.day == today) return;
  q.day = today;
  q.used = 0;
}

std::int64_t quota_desk::limit_of(const quota& q, bool test_account) {
  if (q.ordered_limit) return *q.ordered_limit;
  return test_account && q.test_limit != 0 ? q.test_limit : q.normal_limit;
}

bool quota_desk::take(std::string_view path, bool test_account) {
  const auto found = quotas_.find(path);
  if (found == quotas_.end()) return true;
  auto& q = found->second;
  turn_day(q);
  const bool limited = q.ordered_limit || limit_of(q, test_account) != 0;
  if (limited && q.used >= limit_of(q, test_account)) return false;
  ++q.used;
  return true;
}

bool quota_desk::order_limit(std::string_view path, std::optional<std::int64_t> limit) {
  const auto found = quotas_.find(path);
  if (found == quotas_.end()) return false;
  found->second.ordered_limit = limit;
  return true;
}

bool quota_desk::clear() {
  constexpr int per_month = 10;
  const auto month = china_month(clock_.now());
  if (month != cleared_month_) cleared_ = 0;
  cleared_month_ = month;
  if (cleared_ >= per_month) return false;
  ++cleared_;
  for (auto& [path, q] : quotas_) q.used = 0;
  return true;
}

const quota* quota_desk::find(std::string_view path) {
  const auto found = quotas_.find(path);
  if (found == quotas_.end()) return nullptr;
  turn_day(found->second);
  return &found->second;
}

}  // namespace depeche::sandbox
