// Where sentences begin and end: ICU's boundaries, mended for what news really writes: "M. Dupont", "U.S. officials",
// "« Quoi ! » s'écrie-t-il", Chinese quotes, lists and lines.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace depeche {

// Bytes [begin, end) of a text.
struct text_span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The sentences of `text` in order, without the white space around them; every other character is in exactly one. A line's end
// ends a sentence, unless the next line goes on in lower case without an empty line between. Thread-safe; linear.
std::vector<text_span> sentence_spans(std::string_view text, std::string_view language);

}  // namespace depeche
