// The platform counts days and months by China's clock (UTC+8, no summer time).
#pragma once

#include "base/clock.hpp"

#include <chrono>

namespace depeche::sandbox {

inline std::chrono::sys_days china_day(timestamp t) { return std::chrono::floor<std::chrono::days>(t + std::chrono::hours{8}); }
inline std::chrono::year_month china_month(timestamp t) {
  const std::chrono::year_month_day day{china_day(t)};
  return day.year() / day.month();
}

}  // namespace depeche::sandbox
