// A number as news writes it in digits, whatever the typography: "1 200,5 millions", "1,200.5 million", "12亿".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depeche {

// What stands behind a number and belongs to it.
struct magnitude {
  std::string_view word;  // folded: "milliard"
  std::string_view mark;  // one for all languages: "m9" for a thousand millions, "%", "‰"
  double factor = 1;      // what it multiplies by
};

struct written_number {
  std::string digits;               // without groups of thousands, with a decimal point: "1200.5"
  const magnitude* unit = nullptr;  // a static one; null: none
};

// The number whose first digit is at `pos`, which moves behind its digits and, when it has one, its unit. `folded`: after fold_for_comparison().
written_number read_number(std::string_view folded, std::size_t& pos);

}  // namespace depeche
