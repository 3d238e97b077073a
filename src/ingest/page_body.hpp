// Where in a page the article is, and what of that place is not the article: menus, comments, invitations, lists of other articles.
#pragma once

#include "ingest/markup_tree.hpp"
#include "ingest/page_extractor.hpp"

#include <optional>
#include <string_view>

namespace depeche {

// Takes the page apart (the tree is changed): fills text, html, links, related, and `updated` from an update line when it is not
// known. Text stays empty when nothing reads like an article. `title` is left out of the text.
void extract_body(markup_tree& tree, std::string_view base, timestamp now, extracted_page& page);

}  // namespace depeche
