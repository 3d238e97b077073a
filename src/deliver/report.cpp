#include "deliver/report.hpp"

#include <utility>

namespace depeche {

std::string report_line(const push& p, const books& b, std::string_view problem) {
  std::string line = "push " + std::to_string(number(p.id)) + ", " + p.edition + ": " + std::to_string(b.sent) + " sent";
  const std::pair<std::int64_t, std::string_view> rest[] = {
      {b.failed, " failed"}, {b.unknown, " unknown"}, {b.skipped, " skipped"}, {b.planned + b.intent, " to go"}};
  for (const auto& [count, word] : rest)
    if (count > 0) line += ", " + std::to_string(count) + std::string(word);
  if (!problem.empty()) line += "; " + std::string(problem);
  return line;
}

}  // namespace depeche
