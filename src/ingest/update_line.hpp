// "Dernière mise à jour à 11h09 le 23/12", "Last updated 11:09, 23 December", "最后更新：12月23日11:09".
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace depeche {

bool is_update_line(std::string_view line);

// The time such a line gives. A missing year is the one that puts it last before `now`, a missing day likewise; `zone` is where
// the clock time holds unless the line names another. Nothing when there is neither a day nor a clock time in it.
std::optional<timestamp> read_update_line(std::string_view line, timestamp now, std::string_view zone);

// Where in a line words like "mis à jour", "updated", "更新于" begin; npos without any.
std::size_t find_update_words(std::string_view line);

// The day, and the clock time if there is one, that a line gives somewhere: "Par A. B. - Publié le 5 mars 2024 à 10h20". Nothing
// without a year.
std::optional<timestamp> read_written_moment(std::string_view line, timestamp now, std::string_view zone);

// Where clock times in a language hold when nothing else is said: Asia/Shanghai for Chinese, Europe/Paris for French, else UTC.
std::string_view zone_of_language(std::string_view language);

}  // namespace depeche
