// Inside the article: what is more links, pictures or controls than text does not belong to it, unless it is a table of data or
// code.
#include "base/text.hpp"
#include "ingest/block_names.hpp"
#include "ingest/body_score.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::size_t most_data_tables = 100;

bool names_attribute(const outline_item& item, const char* name) { return has_attribute(item.node, name); }

// Rows and columns, headings or a caption: a table that says something as a table, and is not there for the layout.
bool is_data_table(const page_outline& page, std::uint32_t table) {
  const auto& item = page.items[table];
  if (item.role == "presentation") return false;
  if (names_attribute(item, "summary")) return true;
  std::uint32_t rows = 0, columns = 0, in_row = 0;
  bool nested = false, headed = false;
  for (auto i = table + 1; i < item.end; ++i) {
    const auto& inner = page.items[i];
    switch (inner.kind) {
      case kind::table:
        nested = true;
        break;
      case kind::head_cell:
        headed = true;
        break;
      case kind::row:
        ++rows;
        in_row = 0;
        break;
      case kind::cell:
        columns = std::max(columns, ++in_row);
        break;
      default:
        if (inner.kind == kind::row_group && local_name(inner.node) != "tbody") headed = true;
        if (inner.kind == kind::other && local_name(inner.node) == "caption") headed = true;
    }
  }
  if (headed) return true;
  if (nested || columns <= 1 || rows <= 1) return false;
  return rows >= 10 || columns > 4 || rows * columns > 10;
}

bool is_loading_or_ad(const std::string& line) {
  if (line.size() > 30) return false;
  const auto lower = ascii_lower(line);
  for (const std::string_view word : {"ad", "advertising", "advertisement", "pub", "publicité", "广告", "loading", "loading...",
                                      "loading…", "正在加载", "chargement", "chargement...", "chargement…"})
    if (lower == word) return true;
  return false;
}

class cleaner {
 public:
  cleaner(page_outline& page, const reading& how) : page_(page), how_(how) {}

  void clean(std::uint32_t block) {
    mark_data_tables(block);
    each_of(block, [&](const outline_item& i) { return i.kind == kind::form || i.kind == kind::fieldset; });
    drop_all(block, [](const outline_item& i) { return i.kind == kind::control || i.kind == kind::embedded; });
    if (how_.weigh_names)
      drop_all(block, [](const outline_item& i) { return (i.kind == kind::h1 || i.kind == kind::h2) && name_weight(i) < 0; });
    drop_menu_cells(block);
    each_of(block, [&](const outline_item& i) { return i.kind == kind::table; });
    each_of(block, [&](const outline_item& i) { return i.kind == kind::list && local_name(i.node) == "ul"; });
    each_of(block, [&](const outline_item& i) { return i.kind == kind::division; });
  }

 private:
  const outline_item& at(std::uint32_t i) const { return page_.items[i]; }

  void mark_data_tables(std::uint32_t block) {
    for (auto i = block; i < at(block).end && data_tables_.size() < most_data_tables; ++i)
      if (at(i).kind == kind::table && is_data_table(page_, i)) data_tables_.insert(i);
  }

  template <typename Wanted>
  void drop_all(std::uint32_t block, Wanted wanted) {
    for (auto i = at(block).end; i-- > block + 1;)
      if (!at(i).dropped && wanted(at(i))) page_.drop(i);
  }

  // From the inside out, so that a block is judged by what is left of it.
  template <typename Wanted>
  void each_of(std::uint32_t block, Wanted wanted) {
    const bool whole = block != 0 && at(block).kind != kind::body;
    for (auto i = at(block).end; i-- > block + (whole ? 0U : 1U);)
      if (!at(i).dropped && wanted(at(i)) && is_weak(i)) {
        if (i == block) continue;  // what points chose stays
        page_.drop(i);
      }
  }

  // Where a table makes the layout, some of its cells are menus.
  void drop_menu_cells(std::uint32_t block) {
    for (auto i = at(block).end; i-- > block + 1;)
      if (!at(i).dropped && at(i).kind == kind::cell && at(i).below.text > 0 && page_.link_density(i) > 0.6 && !inside_kept(i))
        page_.drop(i);
  }

  bool inside_kept(std::uint32_t i) const {
    int steps = 0;
    for (auto up = i; up != 0; ++steps) {
      up = at(up).parent;
      if (data_tables_.count(up) != 0 || (at(up).kind == kind::code && steps < 4)) return true;
    }
    return false;
  }

  bool holds_data_table(std::uint32_t i) const {
    return std::any_of(data_tables_.begin(), data_tables_.end(),
                       [&](std::uint32_t t) { return page_.is_inside(t, i) && !at(t).dropped; });
  }

  bool inside_figure(std::uint32_t i) const {
    for (int steps = 0; i != 0 && steps < 4; ++steps) {
      i = at(i).parent;
      if (at(i).kind == kind::figure) return true;
    }
    return false;
  }

  bool is_weak(std::uint32_t i) {
    const auto& item = at(i);
    const auto& m = item.below;
    if (page_.is_paragraph(i)) return false;
    if (data_tables_.count(i) != 0 || inside_kept(i) || holds_data_table(i)) return false;
    const int weight = how_.weigh_names ? name_weight(item) : 0;
    if (weight < 0) return true;
    if (m.commas >= 10) return false;
    if (is_loading_or_ad(page_.line(i, 64))) return true;
    const bool list = item.kind == kind::list || (m.text > 0 && m.in_lists * 10ULL > m.text * 9ULL);
    const bool in_figure = inside_figure(i);
    const double links = page_.link_density(i);
    const double headings = m.text == 0 ? 0 : static_cast<double>(m.in_headings) / m.text;
    const bool form = item.kind == kind::form || item.kind == kind::fieldset;
    const bool few_paragraphs = !in_figure && m.images > 1 && m.paragraphs * 2 < m.images;
    const bool loose_items = !list && m.items > m.paragraphs + 100;
    const bool many_controls = form && m.controls > m.paragraphs / 3;
    const bool short_link = !list && !in_figure && headings < 0.9 && m.text < 25 && (m.images == 0 || m.images > 2) && links > 0;
    const bool linky = weight >= 25 ? links > 0.5 : !list && links > 0.2;
    const bool nothing = m.images == 0 && m.in_blocks == 0 && headings < 0.9;
    const bool weak = few_paragraphs || loose_items || many_controls || short_link || linky || nothing;
    if (!weak || !list) return weak;
    return !is_gallery(i);
  }

  // A list in which each item is one picture stays.
  bool is_gallery(std::uint32_t i) const {
    const auto& m = at(i).below;
    return m.images > 0 && m.images == m.items;
  }

  page_outline& page_;
  const reading& how_;
  std::unordered_set<std::uint32_t> data_tables_;
};

}  // namespace

void drop_weak_blocks(page_outline& page, const std::vector<std::uint32_t>& body, const reading& how) {
  if (!how.drop_weak) return;
  for (const auto block : body) cleaner(page, how).clean(block);
}

}  // namespace depeche
