// A written date cut into numbers, words and marks: the first step of everyone who reads dates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct date_piece {
  enum kind_type { number, word, mark } kind;
  std::string text;  // lower case
  int value = 0;     // of a number
};

// Chinese units become plain marks ("12月23日11点09分" reads like "12-23 11:09"). Empty when a number is too long for any date.
std::vector<date_piece> cut_date(std::string_view text);

}  // namespace depeche
