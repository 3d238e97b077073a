// What people write in Markdown for an article: paragraphs, headings, lists, quotes, code, emphasis and links. Anything else stays as text.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// HTML of the text, its own markup escaped: HTML inside Markdown is text here.
std::string markdown_to_html(std::string_view text);

// The words of a line without its marks: "## A **new** [bridge](u)" is "A new bridge".
std::string markdown_words(std::string_view line);

}  // namespace depeche
