// HTML that is nested deeper than any tree is built: what nobody closes, and what is meant to hurt. Its text is worth reading all the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace depeche {

// The same without the tags of elements that stand too deep; nothing when none does. One pass, by the tags' order alone.
std::optional<std::string> without_depths(std::string_view html);

}  // namespace depeche
