// Feeds that give beginnings only: the article's page gives the rest.
#pragma once

#include "ingest/refresh_source.hpp"
#include "news/article.hpp"

#include <string>
#include <vector>

namespace depeche {

// Fills in text from what is stored, else from the articles' pages, at most with.pages_per_round of them. A page that can't be had is
// a problem line, and its article stays an excerpt. Returns how many are left for a later round.
task<std::size_t> complete_excerpts(std::vector<article>& articles, const std::vector<article>& stored, refresh_parts& with,
                                    source_memory& memory, std::vector<std::string>& problems);

}  // namespace depeche
