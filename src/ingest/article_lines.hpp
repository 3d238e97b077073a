// Inside the article's blocks, line by line: the title again, bylines, update lines, invitations, credits and lists of other
// articles go.
#pragma once

#include "ingest/page_extractor.hpp"
#include "ingest/page_outline.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace depeche {

// True when a heading says what the title says, give or take a few words.
bool repeats_title(std::string_view heading, std::string_view title);

// The heading that repeats the title; where there is none, the text that is the title and nothing else. 0 when there is neither.
std::uint32_t find_title(const page_outline& page, std::string_view title);

// Adds the links below a block to the page's related articles.
void add_related(const page_outline& outline, std::uint32_t block, std::string_view base, extracted_page& page);

// Drops what is not the article's, block by block; `updated` is taken from an update line when it is not known.
void drop_other_lines(page_outline& outline, const std::vector<std::uint32_t>& body, std::string_view base, timestamp now,
                      std::string_view zone, extracted_page& page);

}  // namespace depeche
