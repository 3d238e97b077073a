// A page laid out flat: every element and every piece of text in document order, with what lies below it measured. All reading of
// a page happens on this; a part that is left out is marked here, and the tree itself is only cut when the article is found.
#pragma once

#include "ingest/markup_tree.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

enum class element_kind : unsigned char {
  text,
  anchor,
  address,
  article,
  aside,
  blockquote,
  body,
  line_break,
  code,
  division,
  definition,
  embedded,
  fieldset,
  figcaption,
  figure,
  footer,
  form,
  h1,
  h2,
  heading,
  header,
  image,
  control,
  item,
  list,
  main,
  nav,
  noscript,
  paragraph,
  preformatted,
  phrasing,
  row_group,
  section,
  table,
  cell,
  head_cell,
  row,
  time,
  silent,
  other
};

// What lies below an element, itself included and dropped parts excluded. Text is counted in letters: a Han character weighs two.
struct block_measure {
  std::uint32_t text = 0, commas = 0, paragraphs = 0, images = 0, items = 0, controls = 0, embeds = 0;
  std::uint32_t in_headings = 0, in_lists = 0, in_blocks = 0;
  float linked = 0;
};

struct outline_item {
  xmlNode* node = nullptr;
  std::uint32_t parent = 0;  // its own index for the first
  std::uint32_t end = 0;     // one past the last item below it
  element_kind kind = element_kind::other;
  bool phrasing = false;  // text, or an element that makes no block and holds none
  bool hidden = false;
  bool dropped = false;
  std::uint32_t own_text = 0, own_commas = 0;  // of a piece of text
  std::string_view classes, id, role, item_property;
  block_measure below;
};

struct page_outline {
  std::vector<outline_item> items;

  // Measures everything anew; call it after parts were dropped.
  void measure();
  // Leaves a part out, and what it measured out of everything around it.
  void drop(std::uint32_t index);
  // The text below, in one line.
  std::string line(std::uint32_t index, std::size_t most_bytes = 4096) const;
  // A division that holds phrases only, or a single paragraph, is a paragraph.
  bool is_paragraph(std::uint32_t index) const;
  bool is_inside(std::uint32_t index, std::uint32_t outer) const { return index >= outer && index < items[outer].end; }
  double link_density(std::uint32_t index) const {
    const auto& m = items[index].below;
    return m.text == 0 ? 0.0 : static_cast<double>(m.linked) / m.text;
  }
};

// Of the element and everything below it. The outline's views hold as long as the tree.
page_outline lay_out(const xmlNode* root);

bool is_heading(element_kind kind);

// Calls `visit(child)` for each child that isn't dropped.
template <typename Visit>
void each_child(const page_outline& page, std::uint32_t of, Visit visit) {
  for (auto c = of + 1; c < page.items[of].end; c = page.items[c].end)
    if (!page.items[c].dropped) visit(c);
}

}  // namespace depeche
