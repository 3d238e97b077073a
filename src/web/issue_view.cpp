#include "web/issue_view.hpp"

#include "base/localisation.hpp"
#include "digest/render.hpp"
#include "web/page_frame.hpp"

#include <algorithm>

namespace depeche {

view issue_view(const site_context& site, const digest& stored) {
  const digest d = with_known_zone(stored);
  view v = digest_view(d, masthead_of(site, d), site.base);  // without a host: links stay on the address that the reader came by
  v.set("composed_line", last_updated_line(d.composed_at, d.zone, d.language)).set("iso_composed", iso_time(d.composed_at, d.zone));
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

view issue_line_view(const site_context& site, const digest& d, std::string_view language) {
  view v;
  v.set("masthead", masthead_of(site, d))
      .set("url", digest_url(site.base, d.id))
      .set("day", d.day)
      .set("week_date", week_date_of(d, language))
      .set("long_date", long_date_of(d, language))
      .set("count", std::to_string(d.items.size()))
      .set("one", d.items.size() == 1)
      .set("titles", first_titles(d, 3));
  return v;
}

}  // namespace depeche
