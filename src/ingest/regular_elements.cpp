#include "ingest/regular_elements.hpp"

namespace depeche {
namespace {

using role = element_role;

struct known_element {
  std::string_view name;
  role is;
};
constexpr known_element known_elements[] = {{"p", role::paragraph},
                                            {"a", role::anchor},
                                            {"br", role::line_break},
                                            {"img", role::image},
                                            {"strong", role::phrase},
                                            {"em", role::phrase},
                                            {"b", role::phrase},
                                            {"i", role::phrase},
                                            {"span", role::phrase},
                                            {"div", role::container},
                                            {"li", role::item},
                                            {"ul", role::list},
                                            {"ol", role::list},
                                            {"h1", role::paragraph},
                                            {"h2", role::paragraph},
                                            {"h3", role::paragraph},
                                            {"h4", role::paragraph},
                                            {"h5", role::paragraph},
                                            {"h6", role::paragraph},
                                            {"blockquote", role::container},
                                            {"figure", role::sectioning},
                                            {"figcaption", role::sectioning},
                                            {"section", role::sectioning},
                                            {"article", role::sectioning},
                                            {"hr", role::rule},
                                            {"u", role::phrase},
                                            {"s", role::phrase},
                                            {"sub", role::phrase},
                                            {"sup", role::phrase},
                                            {"small", role::phrase},
                                            {"code", role::phrase},
                                            {"cite", role::phrase},
                                            {"abbr", role::phrase},
                                            {"q", role::phrase},
                                            {"font", role::phrase},
                                            {"time", role::phrase},
                                            {"mark", role::phrase},
                                            {"table", role::table},
                                            {"thead", role::rows},
                                            {"tbody", role::rows},
                                            {"tr", role::row},
                                            {"td", role::cell},
                                            {"th", role::cell}};

// Where blocks may begin.
bool holds_blocks(element_role r) {
  return r == role::body || r == role::container || r == role::sectioning || r == role::item || r == role::cell;
}

}  // namespace

element_role role_of(std::string_view name) {
  for (const auto& known : known_elements)
    if (known.name == name) return known.is;
  return role::unknown;
}

bool is_empty(element_role r) { return r == role::line_break || r == role::rule || r == role::image; }

bool may_stand_in(element_role inner, element_role outer) {
  switch (inner) {
    case role::phrase:
    case role::line_break:
    case role::image:
      return holds_blocks(outer) || outer == role::paragraph || outer == role::phrase || outer == role::anchor;
    case role::anchor:
      return holds_blocks(outer) || outer == role::paragraph || outer == role::phrase;
    case role::item:
      return outer == role::list;
    case role::rows:
      return outer == role::table;
    case role::row:
      return outer == role::table || outer == role::rows;
    case role::cell:
      return outer == role::row;
    case role::body:
    case role::unknown:
      return false;
    default:
      return holds_blocks(outer);
  }
}

bool ends_first_paragraph(element_role r) {
  return r == role::paragraph || r == role::container || r == role::list || r == role::table || r == role::rule;
}

}  // namespace depeche
