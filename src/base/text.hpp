// Small operations on text that several folders need: trimming, splitting, ASCII case, joining.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// Without leading and trailing white space, ASCII and Unicode (no-break space, ideographic space, BOM, zero width).
std::string_view trim(std::string_view s);

// Runs of white space become one space; trimmed.
std::string squeeze_space(std::string_view s);

std::vector<std::string_view> split(std::string_view s, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

std::string ascii_lower(std::string_view s);
bool ascii_iequal(std::string_view a, std::string_view b);

std::string replace_all(std::string_view s, std::string_view from, std::string_view to);

// First 8 characters and an ellipsis: how an openid stands in a log.
std::string shorten_id(std::string_view id);

}  // namespace depeche
