// Times as a page's metadata state them.
#pragma once

#include "base/clock.hpp"
#include "ingest/feed_date.hpp"

#include <optional>
#include <string_view>

namespace depeche {

// A clock time without a zone holds where the page is at home, which is known only when its language is.
struct stated_time {
  timestamp at{};      // as if it were UTC when it is local
  bool local = false;
};

std::optional<stated_time> read_stated_time(std::string_view text, const date_context& context);
timestamp settle(const stated_time& stated, std::string_view zone);

}  // namespace depeche
