// The words of a digest's items as every rendering shows them: clean, in one line, with names that readers know.
#pragma once

#include "news/digest.hpp"

#include <string>
#include <string_view>

namespace depeche {

inline constexpr std::size_t named_others = 3;  // of the sources that tell a story too; the rest are counted

// One line of well-formed text without control characters: what comes from articles may hold anything. The no-break spaces of French
// ("Tramway : la ligne 2") stay what they are.
std::string clean_line(std::string_view text);

// http and https only, and nothing in it that could end an attribute.
bool is_plain_web_address(std::string_view url);

// The digest's zone, or UTC where tzdata has lost it.
std::string zone_of(const digest& d);
// "lundi 23 novembre" of the digest's day.
std::string date_line(const digest& d);

// "traduit de l’anglais par IA", "AI译自英语": what readers are told (and in China must be) of an article that a machine translated from
// this language, in theirs.
std::string translation_note(std::string_view from, std::string_view language);

// Whether a machine wrote some of what it shows: translated, or worded a summary anew.
bool has_machine_words(const digest& d);

// The first `sentences` of an item's summary as one text, after the note of its translation if it is one; Chinese sentences follow each
// other without a space.
std::string summary_text(const digest& d, std::size_t index, std::size_t sentences);
// The title, or the beginning of the summary where an article has none.
std::string title_text(const digest& d, std::size_t index);
// What readers call a source: its title, else its name.
std::string source_text(const std::string& title, const std::string& name);

}  // namespace depeche
