// Finds what a selector matches. An XPath of it would do the same, but costs the square of a wide page, and libxml2's own limit does not
// see that: here every look at an element is counted.
#pragma once

#include "ingest/css_selector.hpp"
#include "ingest/markup_tree.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace depeche {

// How much all selectors over one page may look at together.
struct selector_work {
  std::uint32_t left = 30'000'000;
  bool exhausted() const { return left == 0; }
  bool spend() { return left > 0 && --left > 0; }
};

// `top` itself and what is below it, in document order; at most `most`. Ancestors above `top` count for nothing.
std::vector<const xmlNode*> find_all(const xmlNode* top, const css_selector& wanted, std::size_t most, selector_work& work);

// The first of these; null when there is none, or when nothing is wanted.
const xmlNode* find_first(const xmlNode* top, const css_selector& wanted, selector_work& work);

}  // namespace depeche
