#include "digest/urgent_issue.hpp"

namespace depeche {

edition for_one_article(edition e) {
  e.items = 1;
  e.thin = thin_day::send;
  return e;
}

editor_pick only(article_id id) { return {0, id, pick_kind::placed, 1, {}, {}, {}}; }

std::string when_told(const news_index& index, article_id id, const std::vector<digest>& earlier) {
  const auto own = index.place_of(id);
  if (!own) return {};
  for (const digest& d : earlier)
    for (const digest_item& item : d.items) {
      const auto other = index.place_of(item.article);
      const bool same = item.article == id || (other && (index.at(*other).story == index.at(*own).story || index.copies(*other, *own)));
      if (same && (d.urgent != 0 || item.article == id || index.at(*own).time <= d.composed_at)) return d.day;
    }
  return {};
}

}  // namespace depeche
