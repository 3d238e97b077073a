#include "sandbox/fault_rules.hpp"

#include <charconv>

namespace depeche::sandbox {

using std::chrono::milliseconds;

result<fault_rule> fault_rules::add(std::string_view kind, fault_rule rule, std::optional<std::int64_t> ms) {
  constexpr std::size_t most_rules = 1000;
  rule.words = kind.substr(0, 40);
  rule.wait = milliseconds{60'000};
  if (kind == "timeout") {
    rule.kind = fault_kind::timeout;
  } else if (kind == "timeout_after_commit") {
    rule.kind = fault_kind::timeout_after_commit;
  } else if (kind == "delay") {
    rule.kind = fault_kind::delay;
    rule.wait = milliseconds{1'000};
  } else if (kind == "http_500") {
    rule.kind = fault_kind::http_error;
  } else {
    rule.kind = fault_kind::errcode;
    const auto [end, ec] = std::from_chars(kind.data(), kind.data() + kind.size(), rule.code);
    if (ec != std::errc() || end != kind.data() + kind.size() || rule.code == 0)
      return fail(errc::invalid_argument, "unknown fault '" + rule.words + "'", "kind",
                  "use timeout, timeout_after_commit, delay, http_500 or an errcode");
  }
  if (rule.path.empty() || rule.path.size() > 200)
    return fail(errc::invalid_argument, "no path", "path", "name a path, * for all, or push");
  if (rule.after < 0 || rule.times < 0 || rule.every < 1 || ms.value_or(0) < 0 || ms.value_or(0) > 3'600'000)
    return fail(errc::invalid_argument, "a negative or too large number", "after, times, every, ms",
                "use 0 or more, every from 1, ms up to an hour");
  if (rules_.size() >= most_rules) return fail(errc::invalid_argument, "too many rules", "faults", "delete them first");
  if (ms) rule.wait = milliseconds{*ms};
  rule.id = next_id_++;
  rules_.push_back(rule);
  return rule;
}

std::optional<fault_rule> fault_rules::strike(std::string_view path) {
  for (auto& rule : rules_) {
    if (rule.path != path && (rule.path != "*" || path == "push")) continue;
    if (rule.times != 0 && rule.struck >= rule.times) continue;
    const auto passed = rule.seen++ - rule.after;
    if (passed < 0 || (passed + 1) % rule.every != 0) continue;
    ++rule.struck;
    return rule;
  }
  return std::nullopt;
}

}  // namespace depeche::sandbox
