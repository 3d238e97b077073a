#include "web/digest_view.hpp"

#include "base/localisation.hpp"
#include "digest/render.hpp"
#include "web/page_frame.hpp"

#include <algorithm>

namespace depeche {

view digest_view(const site_context& site, const digest& stored) {
  const digest d = with_known_zone(stored);
  view::list items;
  for (std::size_t i = 0; i < d.items.size(); ++i) {
    view item = item_view(d, i, "");
    const auto& updated = d.items[i].updated;
    item.set("first", i == 0).set("iso_updated", updated ? iso_time(*updated, d.zone) : std::string());
    items.push_back(std::move(item));
  }
  view v;
  v.set("masthead", masthead_of(site, d))
      .set("language", d.language)
      .set("url", digest_url("", d.id))
      .set("day", d.day)
      .set("week_date", week_date_of(d, d.language))
      .set("long_date", long_date_of(d, d.language))
      .set("composed_line", last_updated_line(d.composed_at, d.zone, d.language))
      .set("iso_composed", iso_time(d.composed_at, d.zone))
      .set("count", std::to_string(d.items.size()))
      .set("empty", d.items.empty())
      .set("items", std::move(items));
  return v;
}

std::string first_titles(const digest& d, std::size_t most) {
  const std::string_view joint = d.language == "zh" ? "；" : " · ";
  std::string out;
  for (std::size_t i = 0; i < std::min(most, d.items.size()); ++i) {
    if (i > 0) out += joint;
    out += d.items[i].title;
  }
  return out;
}

view digest_line_view(const site_context& site, const digest& d, std::string_view language) {
  view v;
  v.set("masthead", masthead_of(site, d))
      .set("url", digest_url("", d.id))
      .set("day", d.day)
      .set("week_date", week_date_of(d, language))
      .set("long_date", long_date_of(d, language))
      .set("count", std::to_string(d.items.size()))
      .set("one", d.items.size() == 1)
      .set("titles", first_titles(d, 3));
  return v;
}

}  // namespace depeche
