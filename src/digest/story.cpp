#include "digest/story.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr float same_event = 0.42F;      // with the nearest article of the story
constexpr float same_event_as_first = 0.25F;  // and with its first, so that chains don't lead from one event to another
constexpr float maybe_copy = 0.3F;       // reprints that were cut are less alike by all their words
constexpr std::size_t looked_at = 6;
constexpr std::size_t heaviest_terms = 20;

}  // namespace

std::vector<story> find_stories(const material& all) {
  std::vector<std::vector<std::size_t>> found;  // articles of each story, the oldest first
  std::vector<std::size_t> story_of(all.fresh);
  for (std::size_t n = all.fresh; n-- > 0;) {  // oldest first: a story grows as it did in the day
    std::size_t joined = found.size();
    for (const neighbour& near : all.index.nearest(n, looked_at, maybe_copy, heaviest_terms)) {
      if (near.document >= all.fresh || near.document <= n) continue;
      const std::size_t its = story_of[near.document];
      const bool same = near.similarity >= same_event && all.index.similarity(n, found[its].front()) >= same_event_as_first;
      if (!same && !all.copies(n, near.document)) continue;
      joined = its;
      break;
    }
    if (joined == found.size()) found.emplace_back();
    found[joined].push_back(n);
    story_of[n] = joined;
  }
  std::vector<story> stories;
  for (auto& members : found) {
    std::reverse(members.begin(), members.end());
    stories.push_back({std::move(members)});
  }
  std::sort(stories.begin(), stories.end(), [](const story& a, const story& b) { return a.articles.front() < b.articles.front(); });
  return stories;
}

}  // namespace depeche
