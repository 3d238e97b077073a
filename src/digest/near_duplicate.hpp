// Tells a reprint (cut, with a few words changed) from another article, and from another brief that was written in the same frame
// ("Séisme de magnitude 5,2 au Japon", "Séisme de magnitude 6,1 au Chili") or stands in the same site's frame (its menu, its
// invitation to subscribe, its list of links around another text).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace depeche {

// What is compared of a text. Words are hashed; Chinese characters count as words.
struct fingerprint {
  std::vector<std::uint32_t> words;    // in the text's order
  std::vector<std::uint32_t> numbers;  // ascending, each once
  std::vector<std::uint32_t> names;    // words with a capital inside a sentence, likewise
  std::vector<std::uint32_t> stops;    // after how many words a sentence ended, ascending
  bool wide = false;                   // mostly Chinese
};

fingerprint fingerprint_of(std::string_view text);

struct likeness {
  double score = 0;  // 0 to 1; duplicate from 0.3
  bool duplicate = false;
};

// How much of the shorter text stands in the longer, as far as their numbers and names agree and neither has a passage of its own
// where the other has another. Passages at the end count little where both sites may have added their own lines to one text, and fully
// where what they share is no prose (a menu, a header) or what differs is a good part of both and is. Symmetric.
likeness compare(const fingerprint& a, const fingerprint& b);

}  // namespace depeche
