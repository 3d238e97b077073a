// A reader's page dump: headline list, promotion line, "last updated" line and body run together as plain text, one block a line.
#pragma once

#include "ingest/page_extractor.hpp"

namespace depeche {

// True when the text looks like a dump and not like HTML.
bool looks_like_dump(std::string_view text);

// The update time (its year is the one that puts it last before `now`), body paragraphs, headlines apart in `related`, promotion
// lines in neither; a missing title is the first sentence. `zone` is where the line's clock time holds; empty: where the
// text's language is at home.
result<extracted_page> extract_dump(std::string_view text, timestamp now, std::string_view zone = {});

}  // namespace depeche
