#include "ingest/page_base.hpp"

#include "ingest/link.hpp"

namespace depeche {

std::string base_of_page(const xmlNode* root, std::string_view url) {
  std::string given;
  walk(root, [&](const xmlNode* n) {
    if (given.empty() && is_named(n, "base")) given = attribute(n, "href");
    return given.empty() && !is_named(n, "body");
  });
  std::string moved = given.empty() ? std::string() : absolute_link(url, given);
  return moved.empty() ? std::string(url) : moved;
}

}  // namespace depeche
