// What went to and fro, counted and the newest remembered: for the page, for tests, and for whoever looks for an error.
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace depeche::sandbox {

struct path_count {
  std::int64_t calls = 0;
  std::map<int, std::int64_t> errors;  // by errcode
};

struct push_count {
  std::int64_t pushes = 0;      // messages and events
  std::int64_t deliveries = 0;  // requests to the bot
  std::int64_t retries = 0;
  std::int64_t replies = 0;
  std::int64_t acknowledged = 0;
  std::int64_t failed = 0;      // given up after three deliveries
  std::int64_t bad_replies = 0;
};

struct traffic_line {
  std::uint64_t number = 0;
  timestamp at{};
  bool from_bot = false;  // a call to the API; else a push to the bot
  std::string what;
  std::string outcome;
};

class traffic {
 public:
  explicit traffic(const clock& time) : clock_(time) {}

  void call(std::string_view path, int errcode, std::string_view note = {});
  void pushed(std::string_view what, std::string_view outcome);

  push_count pushes;
  const std::map<std::string, path_count, std::less<>>& calls() const { return calls_; }
  const std::deque<traffic_line>& newest() const { return lines_; }

 private:
  void keep(bool from_bot, std::string what, std::string outcome);

  const clock& clock_;
  std::map<std::string, path_count, std::less<>> calls_;
  std::deque<traffic_line> lines_;
  std::uint64_t next_ = 1;
};

}  // namespace depeche::sandbox
