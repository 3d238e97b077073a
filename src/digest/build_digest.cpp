#include "digest/build_digest.hpp"

#include "base/text.hpp"
#include "digest/compose.hpp"
#include "digest/relate.hpp"
#include "digest/summarise.hpp"

#include <unordered_map>

namespace depeche {

constexpr std::size_t related_links = 3;
constexpr summary_wish item_summary{.sentences = 3, .words = 120};

bool is_in_language(const article& a, std::string_view language) {
  const auto tag = [](std::string_view l) { return ascii_lower(l.substr(0, l.find_first_of("-_"))); };
  return a.language.empty() || tag(a.language) == tag(language);
}

built_digest build_digest(news_index& index, const edition& e, const std::vector<article>& candidates, const std::vector<digest>& earlier,
                          timestamp now) {
  std::unordered_map<std::size_t, const article*> texts;
  std::vector<std::size_t> readable;
  for (const article& a : candidates) {
    if (!is_in_language(a, e.language)) continue;
    const auto known = index.place_of(a);
    const std::size_t n = known ? *known : index.add(a);
    if (texts.emplace(n, &a).second) readable.push_back(n);
  }
  const auto stories = weigh_stories(index, readable, e, now);
  selection chosen = select_items(index, stories, e, earlier, now);
  std::vector<digest_item> items;
  for (std::size_t i = 0; i < chosen.articles.size(); ++i) {
    const article& a = *texts.at(chosen.articles[i]);
    auto summary = summarise(e.language, a.title, body_of(a), item_summary);
    auto related = relate(index, chosen.articles, i, related_links, e, now);
    items.push_back(compose_item(a, std::move(summary), std::move(related)));
  }
  return {compose(e, std::move(items), now), std::move(chosen)};
}

digest build_digest(const edition& e, const std::vector<article>& candidates, const std::vector<article>& archive, timestamp now) {
  news_index index(e.language);
  std::vector<article> all;
  for (const auto* list : {&candidates, &archive})
    for (const article& a : *list)
      if (is_in_language(a, e.language)) all.push_back(a);
  index.update(all, timestamp::min());
  return build_digest(index, e, candidates, {}, now).made;
}

}  // namespace depeche
