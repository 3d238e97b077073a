// Lists of other articles, wherever on the page they are.
#pragma once

#include "ingest/page_extractor.hpp"
#include "ingest/page_outline.hpp"

#include <string_view>

namespace depeche {

// From boxes that are called so, and from those that a heading like "Lire aussi" opens.
void collect_related(const page_outline& outline, std::string_view base, extracted_page& page);

}  // namespace depeche
