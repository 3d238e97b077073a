// The names of time zones in dates, in English, French and Chinese.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace depeche {

// "eastern standard time" -> "est", "heure de paris" -> "paristime": zones that are written out become one word. `s` is lower case without accents.
std::string with_zone_words(std::string s);

// Minutes east of Greenwich for a zone's name, lower case. `language` decides those that several places use; `chinese` says that
// the date was written in Chinese.
std::optional<int> zone_by_name(std::string_view name, std::string_view language, bool chinese);

// The zone of the database ("America/New_York") that a name means, lower case, when it is the same all year; else empty.
std::string_view place_by_name(std::string_view name, std::string_view language);

}  // namespace depeche
