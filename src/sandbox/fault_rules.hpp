// What goes wrong on demand: rules that strike calls to a path, after so many and so many times.
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

enum class fault_kind {
  timeout,               // taken, without effect, never answered
  timeout_after_commit,  // taken, with its effect, never answered
  errcode,               // answered with a code, without effect
  delay,                 // answered late
  http_error,            // HTTP 500 with a page instead of JSON
};

struct fault_rule {
  std::uint64_t id = 0;
  fault_kind kind{};
  std::string words;  // the kind as it was given
  int code = 0;       // of errcode
  std::string says;   // its words, when they are not the usual ones
  std::string path;   // the whole path, "*" for every one, "push" for our deliveries to the bot
  std::int64_t after = 0;  // so many calls pass first
  std::int64_t times = 1;  // 0: for ever
  std::int64_t every = 1;  // after those, each so-manieth call is struck
  std::chrono::milliseconds wait{0};  // of a delay; how long a timeout holds the connection
  std::int64_t seen = 0;
  std::int64_t struck = 0;
};

class fault_rules {
 public:
  // kind: "timeout", "timeout_after_commit", "delay", "http_500", or an errcode ("-1", "40001"). Fails (invalid_argument).
  // `order` has path, after, times, every and says; `ms` is nothing for the usual wait.
  result<fault_rule> add(std::string_view kind, fault_rule order, std::optional<std::int64_t> ms);
  // The rule that strikes this call, if any; counts the call.
  std::optional<fault_rule> strike(std::string_view path);
  const std::vector<fault_rule>& all() const { return rules_; }
  void clear() { rules_.clear(); }

 private:
  std::vector<fault_rule> rules_;
  std::uint64_t next_id_ = 1;
};

}  // namespace depeche::sandbox
