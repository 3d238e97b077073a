// Journey 2, second half, one line per step: story -> select -> summarise -> relate -> compose. In two parts, because the choice needs no
// texts but what the index knows, and memory should hold those of the chosen articles only.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "digest/news_index.hpp"
#include "digest/select.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"

#include <string>
#include <vector>

namespace depeche {

struct chosen_stories {
  std::vector<candidate_story> stories;  // the weightiest first
  selection chosen;
};

// Chooses among `readable` (places in the index; the window's articles of the edition's sources, any order; what editors picked is among
// them). What `earlier` digests sent is not sent again unless it moved. Pure.
chosen_stories choose_stories(const news_index& index, const std::vector<std::size_t>& readable, const edition& e,
                              const std::vector<digest>& earlier, timestamp now, const edition_wishes& wishes);

// The places of the articles that tell_stories() wants whole: those chosen, and other sources' on the same stories.
std::vector<std::size_t> places_to_read(const news_index& index, const edition& e, const chosen_stories& what, const std::vector<digest>& earlier);

struct told_stories {
  digest made;
  std::vector<std::string> summaries;  // for `digest preview --why`: where each item's sentences stand
};

// Tells the chosen stories for the local day of `now` out of `texts` (those articles whole, any order), relating to all that `index`
// knows of the language; a chosen article that is not among them is left out. Pure and heavy: run it on the work pool. No item twice, no item
// related to itself or to a copy of itself. The digest has no id yet.
told_stories tell_stories(const news_index& index, const edition& e, chosen_stories& what, const std::vector<article>& texts,
                          const std::vector<digest>& earlier, timestamp now, const std::vector<editor_pick>& picks = {});

// The digest, and why its items were chosen and others not.
struct built_digest {
  digest made;
  selection chosen;
  std::vector<std::string> summaries;
};

// Both, out of articles that are at hand. They are taken into the index, if they are not there. `subjects` says which of the edition's
// subjects they are on; null: it has none.
built_digest build_digest(news_index& index, const edition& e, const std::vector<article>& candidates, const std::vector<digest>& earlier,
                          timestamp now, std::vector<editor_pick> picks = {}, subject_rules* subjects = nullptr);

// The same with an index made for this once out of the candidates and `archive` (more articles of the language, may overlap).
digest build_digest(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now);

// Whether an edition's readers can read an article: in its language (one of unknown language is for all), and written in it, or translated from
// one that the edition takes translations from.
bool is_readable_in(const article& a, const edition& e);
// Why not, as a failure (invalid_argument).
error not_readable_in(const article& a, const edition& e);

}  // namespace depeche
