// Where the elements of regular_html may stand.
#pragma once

#include <cstdint>
#include <string_view>

namespace depeche {

// What an element is, as far as its place among others goes.
enum class element_role : std::uint8_t {
  body,
  phrase,
  anchor,
  line_break,
  rule,
  image,
  paragraph,
  container,
  sectioning,
  list,
  item,
  table,
  rows,
  row,
  cell,
  unknown
};

// By its name in lower case; unknown for what is left to the tree.
element_role role_of(std::string_view name);

// Has no end tag.
bool is_empty(element_role r);

// Where the tree's parser leaves an element as it is written; anywhere else it would close others before it, or it is not known
// to leave it.
bool may_stand_in(element_role inner, element_role outer);

// Text that begins the document is put into a paragraph, which these end.
bool ends_first_paragraph(element_role r);

}  // namespace depeche
