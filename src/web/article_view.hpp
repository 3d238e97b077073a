// An article as the page template sees it, and what is related to it.
#pragma once

#include "digest/view.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"

#include <string_view>
#include <vector>

namespace depeche {

// Title, lines of time, reading time, body, source, and the source's own related headlines but those in `related`, which the page lists
// itself. `source_title`: what readers call it; `language`: of the page's words; `zone`: of its times.
view article_view(const article& a, const std::vector<related_article>& related, std::string_view source_title, std::string_view language,
                  std::string_view zone);

// What the digests (newest first) know to be related: what the article's own item names, and the items that name the article.
// Each once, never itself.
std::vector<related_article> related_in(const std::vector<digest>& digests, article_id id);

}  // namespace depeche
