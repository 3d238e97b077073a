#include "ingest/page_base.hpp"

#include "ingest/link.hpp"

namespace depeche {

std::string base_of_page(const markup_tree& page, std::string_view url) {
  std::string base(url);
  bool found = false;
  walk(root_of(page), [&](const xmlNode* n) {
    if (!found && is_named(n, "base")) {
      found = true;
      if (std::string given = absolute_link(url, attribute(n, "href")); !given.empty()) base = std::move(given);
    }
    return !found;
  });
  return base;
}

}  // namespace depeche
