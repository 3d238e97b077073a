#include "ingest/related_lists.hpp"

#include "ingest/article_lines.hpp"
#include "ingest/block_names.hpp"
#include "ingest/headline.hpp"
#include "ingest/prose.hpp"

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::uint32_t longest_heading = 60;  // letters

bool is_called_related(const outline_item& item) {
  return item.kind == kind::aside ||
         (item.kind != kind::text && item.kind != kind::body && !item.phrasing && is_related_block(item));
}

// A line that opens a list, and is no link itself.
bool is_list_heading(const page_outline& outline, std::uint32_t i) {
  const auto& item = outline.items[i];
  if (item.below.text == 0 || item.below.text > longest_heading || outline.link_density(i) > 0.5) return false;
  return (is_heading(item.kind) || outline.is_paragraph(i)) && opens_related(outline.line(i, 200));
}

bool is_list(const page_outline& outline, std::uint32_t i) {
  if (outline.items[i].phrasing) return outline.items[i].kind == kind::anchor;
  return outline.link_density(i) > 0.6 || count_headline_rows(outline, i).rows >= 2;
}

// What follows the heading in its box, up to the next heading or text.
void add_list_below(const page_outline& outline, std::uint32_t heading, std::string_view base, extracted_page& page) {
  const auto end = outline.items[outline.items[heading].parent].end;
  for (auto next = outline.items[heading].end; next < end; next = outline.items[next].end) {
    if (outline.items[next].below.text == 0) continue;
    if (!is_list(outline, next)) return;
    add_related(outline, next, base, page);
  }
}

}  // namespace

void collect_related(const page_outline& outline, std::string_view base, extracted_page& page) {
  for (std::uint32_t i = 1; i < outline.items.size();) {
    const auto& item = outline.items[i];
    const bool small = item.below.text * 2 <= outline.items[0].below.text;
    if (small && is_called_related(item)) {
      add_related(outline, i, base, page);
      i = item.end;
      continue;
    }
    if (is_list_heading(outline, i)) {
      add_list_below(outline, i, base, page);
      i = item.end;
      continue;
    }
    ++i;
  }
}

}  // namespace depeche
