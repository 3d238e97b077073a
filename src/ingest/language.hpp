// The language of a text, by its words (CLD2), for articles that don't say.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// ISO 639-1 ("fr", "en", "zh") when the text is long enough to tell, else the hint's language ("fr-FR" gives "fr"), else empty.
std::string detect_language(std::string_view text, std::string_view hint = {});

// "zh_CN", "fr-FR", "EN" -> "zh", "fr", "en"; empty for what is no language tag.
std::string primary_language(std::string_view tag);

}  // namespace depeche
