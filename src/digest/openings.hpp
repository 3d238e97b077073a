// What a sentence's first words tell about whether it can stand by itself.
#pragma once

#include <string_view>

namespace depeche {

// True when it leans on what was said before: "However, he ...", "De son côté, ...", "对此，他……".
bool leans_back(std::string_view sentence, std::string_view language);

// True for lines that are no news: "Lire aussi : ...", "Sign up ...", "责任编辑：...".
bool is_furniture(std::string_view sentence);

}  // namespace depeche
