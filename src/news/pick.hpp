// What an editor did to an edition's digest of a day, beside the rules.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"

#include <cstdint>
#include <string>

namespace depeche {

enum class pick_kind { placed, removed };

struct editor_pick {
  std::int64_t id = 0;     // in the order in which they were made
  article_id article{};
  pick_kind kind = pick_kind::placed;
  std::size_t place = 0;   // from 1; 0: where its weight puts it
  std::string title;       // as it was then
  timestamp at{};
  std::string by;          // openid, or "command line"
};

}  // namespace depeche
