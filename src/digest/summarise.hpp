// Extractive summaries: sentences of the text itself, with their positions.
#pragma once

#include "news/digest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct summary_wish {
  std::size_t sentences = 2;  // at most; 0: no limit
  std::size_t words = 0;      // at most, 0: no limit; a Chinese word is as ICU cuts it
  std::size_t bytes = 0;      // at most, of all sentences with a space between two; 0: no limit
  bool told_once = false;     // no sentence whose fact another one of the summary has told: for people, who see "at 5:12" twice; a reference may have both
};

// At least one sentence when the text has any (even if it is longer than wished). In the text's order. Never twice the same.
std::vector<summary_sentence> summarise(std::string_view language, std::string_view title, std::string_view text, summary_wish wish);

// Several texts on one event: (which text, sentence). Near-identical sentences once.
struct sourced_sentence {
  std::size_t doc = 0;
  summary_sentence sentence;
};
std::vector<sourced_sentence> summarise_many(std::string_view language, const std::vector<std::string>& texts, summary_wish wish);

}  // namespace depeche
