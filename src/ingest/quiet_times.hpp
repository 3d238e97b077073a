// When a feed asks not to be read: RSS's skipHours and skipDays, in GMT.
#pragma once

#include "base/clock.hpp"

#include <bitset>
#include <chrono>
#include <string_view>

namespace depeche {

struct quiet_times {
  std::bitset<24> hours;
  std::bitset<7> days;  // from Sunday

  // What an <hour> ("0" to "23", and "24" for 0, as in RSS 0.91) or a <day> ("Saturday") holds; anything else says nothing.
  void add_hour(std::string_view text);
  void add_day(std::string_view text);
};

// How long from `at` until it may be read: 0 when it may at `at`, or when it could never be.
std::chrono::seconds until_awake(const quiet_times& quiet, timestamp at);

}  // namespace depeche
