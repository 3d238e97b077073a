// HTML -> plain text: paragraphs separated by "\n\n", no markup, no scripts.
#pragma once

#include "ingest/markup_tree.hpp"

#include <string>
#include <string_view>

namespace depeche {

std::string html_text(std::string_view html);
std::string html_text(const xmlNode* node);

// The same of what sanitise_html() or paragraphs_of() wrote, whose tags and references are regular: read without building a tree. May
// stop once there are `enough` bytes.
std::string safe_html_text(std::string_view html, std::size_t enough);

// Everything on one line: titles, names.
std::string html_line(std::string_view html);

// True for elements that are never content: scripts, styles, form controls, embedded objects.
bool is_silent_element(std::string_view local);
// True for elements that end a paragraph.
bool is_block_element(std::string_view local);

}  // namespace depeche
