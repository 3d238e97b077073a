// An article that readers don't see until an editor has looked at it, and why.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"

#include <string>
#include <vector>

namespace depeche {

enum class hold_cause { word, no_source, no_date };

// Where in an article a word stands.
enum class held_part { title, summary, text, related, item };

struct hold_reason {
  hold_cause cause = hold_cause::word;
  std::string word;   // as the list has it; empty for other causes
  std::string note;   // the list's own reason; may be empty
  held_part part = held_part::text;
  std::string near;   // the words around it, one line

  // Whether an editor who has let the other one pass has let this one pass too.
  bool same_as(const hold_reason& other) const { return cause == other.cause && word == other.word; }
};

// held -> released, dropped  [an editor]
// held -> cleared            [it was corrected, or the list was: nothing is found any more]
// cleared -> held            [something is found again]
// released -> held           [something else is found than what was released]
enum class hold_state { held, released, dropped, cleared };

struct hold {
  std::string account;
  article_id article{};
  std::string title;
  std::string edition;       // that met it first
  hold_state state = hold_state::held;
  std::vector<hold_reason> reasons;
  timestamp since{};
  timestamp decided_at{};    // 0: nobody has decided
  std::string decided_by;    // openid
};

}  // namespace depeche
