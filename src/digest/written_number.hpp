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
  double factor = 1;      // what it multiplies by, in English ("billion" is a million millions in French)
};

// Which of "1,200" and "1.200" is a thousand: where nobody knows, three digits behind either mark are a group.
enum class decimal_mark { either, point, comma };

// The digits that begin at `pos`, which moves behind them: without groups of thousands, with a decimal point ("1200.5"). Spaces separate groups but
// where the decimal mark is a point. `folded`: after fold_for_comparison().
std::string read_digits(std::string_view folded, std::size_t& pos, decimal_mark mark);

// The magnitude at `pos`, after spaces and hyphens; `pos` moves behind it. Null when there is none: "billionaires" is none.
const magnitude* read_magnitude(std::string_view folded, std::size_t& pos);

struct written_number {
  std::string digits;
  const magnitude* unit = nullptr;  // null: none
};

// Both, where nobody knows which language it is.
written_number read_number(std::string_view folded, std::size_t& pos);

}  // namespace depeche
