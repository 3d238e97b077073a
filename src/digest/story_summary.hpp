// The summary of an item whose story several sources tell: its lead's sentences, or sentences of them all when those say more. Pure.
#pragma once

#include "digest/summarise.hpp"
#include "news/digest.hpp"

#include <string_view>
#include <vector>

namespace depeche {

struct told_text {
  article_id article{};
  std::string_view title, text;
};

struct story_summary {
  std::vector<summary_sentence> sentences;  // the lead's first; each from another telling names its article
  bool whole_story = false;
  double more = 1;                          // how much of what the tellings agree on the whole story's sentences say, beside the lead's alone
};

// Whole-story summaries begin with the lead's first sentence, say no fact twice, and take from another telling only sentences that stand by themselves
// and whose numbers the lead doesn't give otherwise. One is made when it says at least `enough_more` times as much as the lead's own
// summary of the same length; else that one stays.
inline constexpr double enough_more = 1.15;
story_summary summarise_story(std::string_view language, const told_text& lead, const std::vector<told_text>& others, summary_wish wish);

}  // namespace depeche
