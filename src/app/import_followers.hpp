// Takes over the followers that an account had before this program: the platform lists them by 10,000 and describes them by 100.
#pragma once

#include "app/wiring.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace depeche {

struct import_progress {
  std::int64_t done = 0;      // followers handled, those of an earlier, interrupted run included
  std::int64_t total = 0;     // as the platform says
  bool resumed = false;
  listing_counts counts;      // of this run
};

// What was finished is kept page by page: an import that was interrupted goes on behind its last page when it is called again. Memory
// does not grow with the number of followers. A platform that is busy is asked again a few times, with pauses of seconds. Fails with the
// platform's words and what helps when the account may not list its followers, or has no calls left.
task<result<import_progress>> import_followers(parts& p, std::string account, std::function<void(const import_progress&)> report);

}  // namespace depeche
