// Journey 2, second half, one line per step: story -> select -> summarise -> relate -> compose.
#pragma once

#include "base/clock.hpp"
#include "digest/news_index.hpp"
#include "digest/select.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"

#include <string>
#include <vector>

namespace depeche {

// The digest, and why its items were chosen and others not.
struct built_digest {
  digest made;
  selection chosen;
  std::vector<std::string> summaries;  // for `digest preview --why`: where each item's sentences stand
};

// Composes the digest of `e` for the local day of `now` out of `candidates` (the window's articles of the edition's sources, any
// order), relating to all that `index` knows of the language. What `earlier` digests sent is not sent again unless it moved. Pure and
// heavy: run it on the work pool. No item twice, near-duplicates joined, no item related to itself or to a copy of itself. The digest
// has no id yet. The candidates are taken into the index, if they are not there.
// What editors picked is among the candidates. `subjects` says which of the edition's subjects they are on; null: it has none.
built_digest build_digest(news_index& index, const edition& e, const std::vector<article>& candidates, const std::vector<digest>& earlier,
                          timestamp now, std::vector<editor_pick> picks = {}, subject_rules* subjects = nullptr);

// The same with an index made for this once out of the candidates and `archive` (more articles of the language, may overlap).
digest build_digest(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now);

// Whether an article is for editions of this language: one of unknown language is for all.
bool is_in_language(const article& a, std::string_view language);

}  // namespace depeche
