#include "digest/urgent_issue.hpp"

namespace depeche {
namespace {

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

}  // namespace

urgent_issue build_urgent(news_index& index, edition e, const std::vector<article>& candidates, const std::vector<digest>& earlier, article_id id,
                          timestamp now) {
  // The edition's rules for a day's digest say nothing about one article that somebody wants sent.
  e.items = 1;
  e.thin = thin_day::send;
  urgent_issue issue;
  issue.made = build_digest(index, e, candidates, {}, now, {{0, id, pick_kind::placed, 1, {}, {}, {}}}).made;
  issue.told_on = when_told(index, id, earlier);
  return issue;
}

}  // namespace depeche
