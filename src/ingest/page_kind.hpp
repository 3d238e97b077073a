// Whether a page is an article at all: error pages, lists and beginnings behind a paywall are called what they are.
#pragma once

#include "ingest/page_extractor.hpp"
#include "ingest/page_metadata.hpp"
#include "ingest/page_outline.hpp"

#include <cstdint>
#include <vector>

namespace depeche {

// What the page's blocks say of its kind; to be taken before anything is dropped from them.
struct page_signs {
  std::uint32_t headlines = 0;          // headings that are links, on the whole page
  std::uint32_t headlines_in_body = 0;  // and where the text was found
  bool asks_for_payment = false;        // "La suite est réservée aux abonnés"
};

page_signs read_signs(const page_outline& page, const std::vector<std::uint32_t>& body);

page_kind judge_page(const extracted_page& page, const page_metadata& known, const page_signs& signs);

}  // namespace depeche
