// When a page was published, where its metadata don't say: times and datelines that readers see, and dates in its address.
#pragma once

#include "base/clock.hpp"
#include "ingest/page_outline.hpp"

#include <optional>
#include <string_view>

namespace depeche {

struct page_times {
  std::optional<timestamp> published, updated;
};

// From lines like "Publié le 5 mars 2024 à 10h20, mis à jour le 6 mars" and "2024年03月05日 10:20 来源：" around the title. Times
// without a zone hold in `zone`.
page_times read_datelines(const page_outline& page, std::string_view title, std::string_view language, timestamp now,
                          std::string_view zone);

// A line that says little more than when: "Published on March 5, 2024 at 10:20 am", "2024年03月05日 10:20 来源：".
bool is_dateline(std::string_view line, timestamp now, std::string_view zone);

// ".../2024/03/05/...", ".../20240305/...", ".../2024-03-05-...": a day.
std::optional<timestamp> date_in_address(std::string_view url, timestamp now);

}  // namespace depeche
