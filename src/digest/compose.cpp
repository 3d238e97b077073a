#include "digest/compose.hpp"

#include "base/localisation.hpp"
#include "digest/news_index.hpp"
#include "digest/reading_time.hpp"

namespace depeche {

digest_item compose_item(const edition& e, const article& a, std::vector<summary_sentence> summary, std::vector<related_article> related) {
  digest_item item;
  item.article = a.id;
  item.title = a.title;
  item.source = a.source;
  item.source_title = title_of_source(e, a.source);
  item.url = a.url;
  item.translated_from = a.translated_from;
  item.image = a.image;
  item.updated = shown_time(a);
  item.summary = std::move(summary);
  item.related = std::move(related);
  item.reading = reading_time(body_of(a));
  return item;
}

digest compose(const edition& e, std::vector<digest_item> items, timestamp now) {
  digest d;
  d.account = e.account;
  d.edition = e.name;
  d.language = e.language;
  d.script = e.script;
  d.zone = is_zone(e.zone) ? e.zone : "UTC";
  d.day = local_day(now, d.zone);
  d.composed_at = now;
  d.items = std::move(items);
  return d;
}

}  // namespace depeche
