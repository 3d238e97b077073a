// The forms in which people and programs write dates in words and numbers, whatever their order.
#pragma once

#include "ingest/feed_date.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace depeche {

// `plain` as plain_date_text() gives it. `chinese` says that the date was written in Chinese. With a `day` that is known ("yesterday") only
// the time is read.
std::optional<timestamp> read_written_date(std::string_view plain, const date_context& context, bool chinese,
                                           std::optional<std::chrono::sys_days> day);

}  // namespace depeche
