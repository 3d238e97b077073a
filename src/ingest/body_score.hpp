// Where on a page the article is: paragraphs give points to what surrounds them, links take points away, and names, marks and the
// page's own record of the text (JSON-LD) settle what points alone leave open.
#pragma once

#include "ingest/page_outline.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace depeche {

// How strictly a page is read. Whoever finds too little reads it again, less strictly.
struct reading {
  bool by_names = true;     // leave out what is called a menu, a banner, comments
  bool weigh_names = true;  // names count in scores
  bool drop_weak = true;    // leave out blocks of links, pictures and controls inside the article
};

// The blocks that make the article, in order and beside each other; empty when no paragraph is long enough. Parts that can't
// belong to it are dropped from the outline on the way.
std::vector<std::uint32_t> find_body(page_outline& page, const reading& how);

// The deepest block in which nearly all of `witness` (text that the page says is its article's) is found; 0 when less than half
// of it is.
std::uint32_t find_witnessed(const page_outline& page, std::string_view witness);

// Inside the article: drops blocks that are more links, pictures, headings or controls than text. Data tables and code stay.
void drop_weak_blocks(page_outline& page, const std::vector<std::uint32_t>& body, const reading& how);

}  // namespace depeche
