// Cutting text to the platform's limits without breaking a sentence, a word or a character.
#pragma once

#include "wechat/limits.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

inline constexpr std::size_t chat_text_limit = wechat::limits::chat_text_bytes;

// The longest beginning of `text` of at most max_bytes that ends with a sentence or a line, else with a word and an ellipsis,
// else between characters.
std::string cut_at_sentence(std::string_view text, std::size_t max_bytes, std::string_view language);

// The whole text in pieces of at most max_bytes, each ended as above but without ellipses; nothing is lost but white space at the
// joints. Neither function cuts an <a> element in two, unless it is longer than max_bytes by itself.
std::vector<std::string> split_at_sentences(std::string_view text, std::size_t max_bytes, std::string_view language);

// The longest beginning of `text` of at most max_characters code points: all of it, else up to a word's end with an ellipsis, else up to
// the end of what a person takes for a character. Never empty unless `text` is, or unless its first character alone is longer.
std::string cut_characters(std::string_view text, std::size_t max_characters);

}  // namespace depeche
