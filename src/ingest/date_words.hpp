// The words of dates: one spelling out of many.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// Lower case without accents; full-width characters as ASCII; Chinese numerals as digits; Chinese, Japanese and Korean units as the
// marks that other dates have: "2024年12月23日 下午3点09分" -> "2024-12-23  pm 3:09 ".
std::string plain_date_text(std::string_view text);

// Lower case without accents.
std::string folded(std::string_view text);

}  // namespace depeche
