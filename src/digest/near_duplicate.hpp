// Tells a reprint (cut, with a few words changed) from another article, and from another brief that was written in the same frame
// ("Séisme de magnitude 5,2 au Japon", "Séisme de magnitude 6,1 au Chili").
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace depeche {

// What is compared of a text.
struct fingerprint {
  std::vector<std::uint64_t> shingles;  // runs of words (of characters in Chinese), hashed, ascending
  std::vector<std::uint64_t> numbers;   // hashed, ascending, each once
  std::vector<std::uint64_t> names;     // words with a capital inside a sentence, likewise
  std::uint64_t whole = 0;              // of all words
};

fingerprint fingerprint_of(std::string_view text);

struct likeness {
  double score = 0;  // 0 to 1; duplicate from 0.3
  bool duplicate = false;
};

// How much of the shorter text stands in the longer, as far as their numbers and names agree. Symmetric.
likeness compare(const fingerprint& a, const fingerprint& b);

}  // namespace depeche
