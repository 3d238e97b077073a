// Chooses the stories of a digest, and the article that tells each; and can say why.
#pragma once

#include "base/clock.hpp"
#include "digest/news_index.hpp"
#include "digest/subjects.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"
#include "news/pick.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace depeche {

// A story with something new in an edition's window, as it is weighed.
struct candidate_story {
  std::size_t story = 0;
  std::vector<std::size_t> fresh;  // its articles in the window, the newest first; never empty
  std::size_t sources = 0;         // that tell it
  double told = 1, freshness = 0, course = 1, priority = 1, subject = 1;
  double weight = 0;               // of these five
  subject_marks marks;             // of its articles together
};

// One decision, for `digest preview --why`.
struct verdict {
  std::size_t article = 0;  // that tells the story, or the newest
  double weight = 0;
  bool chosen = false;
  std::string why;          // "2 sources, 3 articles; 40 min old", "nothing new since it was sent on 2026-11-22"
};

struct selection {
  std::string thin;                   // what the edition's rule did to a thin day; empty on others
  std::vector<std::size_t> articles;  // the weightiest first
  std::vector<verdict> verdicts;      // in order of weight: those chosen, and those that were near
};

// What an edition wants beside its numbers.
struct edition_wishes {
  std::vector<editor_pick> picks;
  std::unordered_map<std::size_t, subject_marks> subjects;  // by article; one that is not there is on none
};

// The stories with an article in the window of `e` before `now`, of its sources and told by one of `readable`, the weightiest first.
// What editors placed counts whenever it came and whatever its source. A story is on the topics of its articles; it is muted when half
// of them are.
std::vector<candidate_story> weigh_stories(const news_index& index, const std::vector<std::size_t>& readable, const edition& e, timestamp now,
                                           const edition_wishes& wishes = {});

// How far back an edition looks at `now`: its window; where thin days are merged, back to its last issue, but no more than a week.
std::chrono::hours window_of(const edition& e, const std::vector<digest>& earlier, timestamp now);

// On a thin day (fewer than e.thin_below stories of the last 24 hours within their source's share) the edition's rule holds: all that
// there is, the fresh ones alone, or nothing. Where it is merged with the days after it, what came since the last issue counts as fresh, and
// what waits three days goes out.
// At most e.items articles, one a story: what several sources tell, what is fresh, what goes on for days, what a source of high priority
// tells. No source has more than e.max_per_source; where that is 0, none has more than half of the items (rounded up) as long as another
// has a story left. What `earlier` digests of the edition sent is not sent again, unless
// an article came after it. Editors' picks come before all of that, in the order in which they were made: what is placed is in (and
// stands where it was put), what is removed is out, each with its story. What is muted is out otherwise, and with e.topics_only what is
// on no topic and no keyword. No topic has more than e.max_per_topic items; where that is 0, none of e.topics has more than half as long
// as another story is left.
selection select_items(const news_index& index, const std::vector<candidate_story>& stories, const edition& e,
                       const std::vector<digest>& earlier, timestamp now, const edition_wishes& wishes = {});

}  // namespace depeche
