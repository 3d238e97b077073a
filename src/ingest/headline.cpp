#include "ingest/headline.hpp"

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::uint32_t least_headline = 15;  // letters
constexpr std::uint32_t longest_row = 300;

// A name inside the page leads nowhere.
bool leads_elsewhere(const outline_item& anchor) {
  const auto target = attribute(anchor.node, "href");
  return !target.empty() && target[0] != '#';
}

bool is_inside_link(const page_outline& page, std::uint32_t i) {
  for (int steps = 0; i != 0 && steps < 4; ++steps) {
    i = page.items[i].parent;
    if (page.items[i].kind == kind::anchor) return leads_elsewhere(page.items[i]);
  }
  return false;
}

bool makes_rows(const outline_item& item) {
  return item.kind == kind::item || item.kind == kind::row || item.kind == kind::division || item.kind == kind::paragraph ||
         item.kind == kind::definition;
}

}  // namespace

bool is_headline(const page_outline& page, std::uint32_t i) {
  const auto& item = page.items[i];
  return is_heading(item.kind) && item.below.text >= least_headline && (page.link_density(i) > 0.8 || is_inside_link(page, i));
}

bool is_headline_row(const page_outline& page, std::uint32_t i) {
  const auto& item = page.items[i];
  if (!makes_rows(item) || item.below.text < least_headline || item.below.text > longest_row || page.link_density(i) < 0.6)
    return false;
  int links = 0;
  for (auto c = i + 1; c < item.end; ++c) {
    const auto& inner = page.items[c];
    if (inner.kind != kind::anchor || inner.dropped || inner.below.text < least_headline) continue;
    if (++links > 1 || !leads_elsewhere(inner)) return false;
  }
  return links == 1;
}

row_count count_headline_rows(const page_outline& page, std::uint32_t below) {
  row_count found;
  for (auto i = below; i < page.items[below].end;) {
    const auto& item = page.items[i];
    const bool menu = item.kind == kind::nav || item.kind == kind::footer;
    const bool row = !item.dropped && !item.hidden && !menu && is_headline_row(page, i);
    if (row) {
      ++found.rows;
      found.letters += item.below.text;
    }
    i = item.dropped || item.hidden || menu || row ? item.end : i + 1;
  }
  return found;
}

}  // namespace depeche
