// Puts the chosen articles, their summaries and related links together as a digest.
#pragma once

#include "base/clock.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"

#include <vector>

namespace depeche {

// With what readers of `e` call its source, and how long it takes to read.
digest_item compose_item(const edition& e, const article& a, std::vector<summary_sentence> summary, std::vector<related_article> related);

// For the local day of `now`; without an id yet.
digest compose(const edition& e, std::vector<digest_item> items, timestamp now);

}  // namespace depeche
