// ICU's boundaries over UTF-8, in bytes. The iterators take milliseconds to make, so each thread keeps its own.
#pragma once

#include <functional>
#include <string_view>

namespace depeche {

// character: what a person takes for one, as an emoji of several parts or a letter with its accents.
enum class boundary { sentence, word, character };

// Calls `each(begin, end, is_word)` for every piece of `text` between boundaries, in order; is_word tells words and numbers from
// spaces and punctuation (always false for sentences). Ill-formed bytes are read as U+FFFD.
void each_piece(std::string_view text, boundary kind, const std::function<void(std::size_t, std::size_t, bool)>& each);

}  // namespace depeche
