#include "digest/build_digest.hpp"

#include "digest/compose.hpp"
#include "digest/material.hpp"
#include "digest/relate.hpp"
#include "digest/select.hpp"
#include "digest/story.hpp"
#include "digest/summarise.hpp"

namespace depeche {

constexpr std::size_t related_links = 3;
constexpr summary_wish item_summary{.sentences = 3, .words = 120};

digest build_digest(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now) {
  const material all = gather(e, candidates, archive, now);
  const std::vector<story> stories = find_stories(all);
  const std::vector<std::size_t> chosen = select_items(all, stories, e, now);
  std::vector<digest_item> items;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const article& a = all.at(chosen[i]);
    auto summary = summarise(e.language, a.title, body_of(a), item_summary);
    auto related = relate(all, chosen, i, related_links, e, now);
    items.push_back(compose_item(a, std::move(summary), std::move(related)));
  }
  return compose(e, std::move(items), now);
}

}  // namespace depeche
