// Whether a page is an article at all: error pages, lists and beginnings behind a paywall are called what they are.
#pragma once

#include "ingest/page_extractor.hpp"
#include "ingest/page_metadata.hpp"
#include "ingest/page_outline.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// What a paywall shows of an article weighs less than this (weight_of).
inline constexpr std::size_t longest_beginning = 2500;

// What the page's blocks say of its kind; to be taken before anything is dropped from them.
struct page_signs {
  std::uint32_t headlines = 0;          // headings that are links, on the whole page
  std::uint32_t headlines_in_body = 0;  // and where the text was found
  std::uint32_t headlines_left = 0;     // of those, what is still there when everything else is left out
  bool has_rows_only = false;           // next to nothing on the page but lines that are links
  bool is_of_rows = false;              // nor in its text
  std::string notice;                   // all that the page says, where that is a line or two
  bool asks_for_payment = false;        // "La suite est réservée aux abonnés"; not looked for where the text is longer than any beginning
};

page_signs read_headlines(const page_outline& page, const std::vector<std::uint32_t>& body);
// Most of the blocks' text is lines that are links to other pages.
bool is_of_rows(const page_outline& page, const std::vector<std::uint32_t>& blocks);
// What a page says that is too short to hold an article; empty for others.
std::string read_notice(const page_outline& page);
// Headings that are links, in the body and not dropped.
std::uint32_t count_headlines(const page_outline& page, const std::vector<std::uint32_t>& body);
// Reads every line of the page, which takes a while.
bool asks_for_payment(const page_outline& page);
bool line_asks_for_payment(std::string_view line);

page_kind judge_page(const extracted_page& page, const page_metadata& known, const page_signs& signs);

}  // namespace depeche
