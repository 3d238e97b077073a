// A text as sensitive words are looked for in it: what changes the look and not the word is folded away, so that nobody gets round a
// list by it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// Full width and half width, compatibility forms, case and accents are one (NFKC casefold without marks), Traditional Chinese is
// Simplified (ICU), invisible characters are nothing. White space, and marks that no Chinese sentence has between two characters
// (* _ · | ~ ^), are nothing beside a Chinese character; elsewhere white space is one ' '. An empty line stays as '\n': no word goes over it.
struct folded_text {
  std::u32string letters;
  std::vector<std::uint32_t> places;  // of each letter, the byte of the text where it began
};
folded_text fold_text(std::string_view text);

// Sanitised HTML likewise, as it is seen: tags are nothing, block tags an empty line, and what `alt` says is text.
std::string seen_text(std::string_view html);

// Written without spaces: words may begin and end anywhere in it.
bool is_chinese(char32_t c);

}  // namespace depeche
