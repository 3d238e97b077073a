// Journey 2, second half, one line per step: story -> select -> summarise -> relate -> compose.
#pragma once

#include "base/clock.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"

#include <vector>

namespace depeche {

// Composes the digest of `e` for the local day of `now` out of `candidates` (the window's articles of the edition's sources, any
// order), relating to `archive` (more articles of the language, may overlap). Pure and heavy: run it on the work pool. No item
// twice, near-duplicates joined, no item related to itself or to a copy of itself. The digest has no id yet.
digest build_digest(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now);

}  // namespace depeche
