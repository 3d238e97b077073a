#include "ingest/below_article.hpp"

#include "ingest/block_names.hpp"
#include "ingest/headline.hpp"
#include "ingest/prose.hpp"

#include <algorithm>
#include <vector>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::uint32_t longest_teaser = 260;  // letters beside its links
constexpr std::uint32_t least_text = 200;      // of the article above
constexpr std::uint32_t least_paragraph = 80;  // one of it
constexpr std::uint32_t most_times_text = 5;   // as much as the article may the teasers be
constexpr std::size_t least_teasers = 3;
constexpr int most_rows = 100;  // looked at; each costs a walk over what is above it

std::uint32_t plain_letters(const outline_item& item) {
  const auto linked = static_cast<std::uint32_t>(item.below.linked);
  return item.below.text - std::min(item.below.text, linked);
}

bool is_teaser(const page_outline& page, std::uint32_t i) {
  const auto& item = page.items[i];
  const bool box = item.kind == kind::division || item.kind == kind::article || item.kind == kind::section ||
                   item.kind == kind::item || item.kind == kind::anchor;
  if (!box || item.below.text == 0 || plain_letters(item) > longest_teaser) return false;
  for (auto c = i + 1; c < item.end; ++c)
    if (is_headline(page, c)) return true;
  return false;
}

// Text between two places, without its links, and whether a paragraph is among it.
struct text_above {
  std::uint32_t letters = 0;
  bool paragraph = false;
};
text_above text_between(const page_outline& page, std::uint32_t from, std::uint32_t to) {
  text_above above;
  for (auto i = from; i < to;) {
    const auto& item = page.items[i];
    if (item.dropped || item.kind == kind::anchor) {
      i = item.end;
      continue;
    }
    if (item.kind == kind::text)
      above.letters += item.own_text;
    else if (item.end <= to && page.is_paragraph(i) && plain_letters(item) >= least_paragraph)
      above.paragraph = true;
    ++i;
  }
  return above;
}

bool is_text(const text_above& above) { return above.paragraph && above.letters >= least_text; }

std::uint32_t drop_row(page_outline& page, std::uint32_t title, const std::vector<std::uint32_t>& row) {
  if (row.front() < page.items[title].end) return 0;
  std::uint32_t letters = 0;
  for (const auto i : row) letters += page.items[i].below.text;
  const auto above = text_between(page, page.items[title].end, row.front());
  if (!is_text(above) || letters > above.letters * most_times_text) return 0;
  for (const auto i : row) page.drop(i);
  return static_cast<std::uint32_t>(row.size());
}

void drop_with_all_behind(page_outline& page, std::uint32_t heading) {
  const auto end = page.items[page.items[heading].parent].end;
  for (auto i = heading; i < end; i = page.items[i].end) page.drop(i);
}

}  // namespace

std::uint32_t drop_teasers(page_outline& page, std::uint32_t title) {
  if (title == 0) return 0;
  std::uint32_t dropped = 0;
  int rows_left = most_rows;
  std::vector<std::uint32_t> row;
  for (std::uint32_t i = 0; i < page.items.size(); ++i) {
    const auto& item = page.items[i];
    if (item.dropped || item.end <= page.items[title].end) continue;
    row.clear();
    each_child(page, i, [&](std::uint32_t c) {
      if (is_teaser(page, c)) row.push_back(c);
    });
    if (row.size() < least_teasers || --rows_left < 0) continue;
    dropped += drop_row(page, title, row);
  }
  return dropped;
}

void drop_comments(page_outline& page, std::uint32_t title) {
  if (title == 0) return;
  int places_left = most_rows;
  for (auto i = page.items[title].end; i < page.items.size() && places_left > 0;) {
    const auto& item = page.items[i];
    if (item.dropped) {
      i = item.end;
      continue;
    }
    const bool heading = is_heading(item.kind) && item.below.text < longest_teaser && opens_comments(page.line(i, 200));
    if (heading || is_comment_list(item)) {
      --places_left;
      if (is_text(text_between(page, page.items[title].end, i))) {
        if (heading)
          drop_with_all_behind(page, i);
        else
          page.drop(i);
      }
    }
    i = page.items[i].dropped ? page.items[i].end : i + 1;
  }
}

}  // namespace depeche
