// Where in a page the article is, and what of that place is not the article: menus, comments, invitations, lists of other
// articles.
#pragma once

#include "ingest/markup_tree.hpp"
#include "ingest/page_extractor.hpp"
#include "ingest/page_kind.hpp"
#include "ingest/page_outline.hpp"

#include <string_view>

namespace depeche {

// Takes the page apart (the tree, of which `outline` is, is changed): fills text, html, links, related, and `updated` from an
// update line when it is not known. Text stays empty when nothing reads like an article. `title` is left out of the text;
// `witness` is what the page's own record (JSON-LD) says is the article's text, may be empty.
page_signs extract_body(markup_tree& tree, page_outline outline, std::string_view base, std::string_view witness, timestamp now,
                        std::string_view zone, extracted_page& page);

}  // namespace depeche
