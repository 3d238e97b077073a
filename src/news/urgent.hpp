// An article that goes out at once, beside the daily digest.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"

#include <cstdint>
#include <string>

namespace depeche {

// waiting -> sent          [its push was begun]
// waiting -> left_out      [the day's limit was reached, the story was told before, the article is held or gone, or the edition asks for an
//                           editor's word: `why` says it. What a rule found and did not send an editor may still send.]
enum class urgent_state { waiting, sent, left_out };

inline constexpr const char* urgent_by_rule = "rule";  // who found it, when no editor did

struct urgent_item {
  std::int64_t id = 0;
  std::string account, edition;
  article_id article{};
  std::string title;
  std::string day;           // the edition's, on which it counts
  urgent_state state = urgent_state::waiting;
  bool at_night = false;     // quiet hours don't hold it
  timestamp added{};
  timestamp sent{};
  std::string by;            // openid, "command line", or "rule"
  std::string why;
};

}  // namespace depeche
