// What lists of articles are made of: headings that are links, and lines that are little more than one.
#pragma once

#include "ingest/page_outline.hpp"

#include <cstdint>

namespace depeche {

// A heading whose words are a link, or that stands inside of one.
bool is_headline(const page_outline& page, std::uint32_t item);

// A list's item, a table's row or a line of its own with one link as long as a headline, and little beside it.
bool is_headline_row(const page_outline& page, std::uint32_t item);

struct row_count {
  std::uint32_t rows = 0, letters = 0;
};
// The rows below an item that are not dropped; menus, footers and what is hidden have none.
row_count count_headline_rows(const page_outline& page, std::uint32_t below);

}  // namespace depeche
