#include "ingest/feed_fields.hpp"

#include "base/text.hpp"
#include "ingest/safe_html.hpp"

#include <algorithm>
#include <iterator>

namespace depeche {
namespace {

template <std::size_t n>
bool is_one_of(std::string_view name, const std::string_view (&list)[n]) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

// Fields of a line of text: another field that opens inside of one means that its end tag was forgotten.
constexpr std::string_view line_fields[] = {"title",      "link",        "guid",         "pubdate",        "category",     "comments",
                                            "language",   "copyright",   "ttl",          "lastbuilddate",  "generator",    "atom:id",
                                            "atom:title", "atom:updated", "atom:published", "atom:category", "dc:date",    "dc:creator",
                                            "dc:subject", "dc:title",    "managingeditor", "webmaster",    "author",
                                            "enclosure",  "atom:link"};
constexpr std::string_view fields[] = {"title",        "link",        "guid",           "pubdate",        "category",     "comments",
                                       "description",  "item",        "atom:entry",     "content:encoded", "enclosure",   "language",
                                       "copyright",    "lastbuilddate", "dc:date",      "dc:creator",     "dc:subject",   "source",
                                       "author",       "ttl",         "generator",      "atom:id",        "atom:title",   "atom:updated",
                                       "atom:published", "atom:link", "atom:summary",   "atom:content",   "atom:author",  "atom:category"};
// Those of the above that HTML has no element for: they end a body of text too.
constexpr std::string_view never_html[] = {"guid",      "pubdate",    "description", "item",           "atom:entry", "content:encoded",
                                           "enclosure", "dc:date",    "dc:creator",  "dc:subject",     "lastbuilddate", "atom:id",
                                           "atom:title", "atom:updated", "atom:published", "atom:content"};
constexpr std::string_view bodies[] = {"description", "content:encoded", "atom:summary", "atom:content"};

}  // namespace

bool may_be_element(std::string_view raw_name) {
  const auto name = ascii_lower(raw_name);
  return is_allowed_element(name) || is_one_of(name, fields) || name.find(':') != std::string::npos;
}

bool ends_by_forgetting(std::string_view open, std::string_view next) {
  if (is_one_of(open, line_fields)) return is_one_of(next, fields);
  return is_one_of(open, bodies) && open != next && is_one_of(next, never_html);
}

}  // namespace depeche
