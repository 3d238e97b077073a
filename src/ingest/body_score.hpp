// Which element of a page holds the article, by marks where there are any, else by how much prose it holds against links.
#pragma once

#include "ingest/markup_tree.hpp"

#include <unordered_map>

namespace depeche {

// Bytes of text below an element, white space aside: all, inside of links, and inside of paragraphs.
struct text_measure {
  std::size_t all = 0;
  std::size_t linked = 0;
  std::size_t prose = 0;
};
using text_measures = std::unordered_map<const xmlNode*, text_measure>;

// One pass over the whole tree.
text_measures measure_text(const xmlNode* root);
// Zero for what the pass did not see.
text_measure measure_of(const text_measures& measures, const xmlNode* node);

// Null when no element has any prose.
const xmlNode* find_body(const xmlNode* root);

}  // namespace depeche
