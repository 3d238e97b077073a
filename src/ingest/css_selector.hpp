// CSS selectors as people write them for a page without a feed: names, classes, ids, attributes, descendants, children, siblings,
// :nth-child and its like, and lists of these. Pure; what they match is found by selector_match.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct css_attribute {
  std::string name;
  char kind = 0;  // 0: it is there; '=' equal, '~' one of its words, '^' begins, '$' ends, '*' holds, '|' equal, or up to a hyphen
  std::string value;
};

// Counted from 1: every `step`th from `offset` on; a step of 0 is one place alone.
struct css_position {
  int step = 0;
  int offset = 1;
};

// What one element must be. A class is a word of "class", an id is "id".
struct css_compound {
  std::string name;  // lower case; empty: any
  std::vector<css_attribute> attributes;
  std::vector<css_position> positions;
  bool last = false;
};

// The compounds from left to right; how each stands to the one on its left: ' ' below, '>' child, '+' next, '~' later sibling.
struct css_path {
  struct part {
    char relation = ' ';
    css_compound what;
  };
  std::vector<part> parts;
};

struct css_selector {
  std::vector<css_path> any;
};

// Fails with invalid_argument: what is wrong, at which character (`where`), and what to write. At most 1,000 bytes.
result<css_selector> read_selector(std::string_view css);

}  // namespace depeche
