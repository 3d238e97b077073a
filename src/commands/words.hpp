// How typed words are compared.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// Compatibility forms, case and accents folded away, white space squeezed: "  Résumé " and "RESUME" are the same word, and "／ＳＴＡＴＵＳ"
// is "/status". Long input is cut at 200 bytes: no command is longer.
std::string fold_words(std::string_view text);

}  // namespace depeche
