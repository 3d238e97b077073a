#include "digest/sections.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <set>

namespace depeche {
namespace {

constexpr std::size_t enough_items = 5;  // for headings

bool holds(const std::vector<std::string>& list, const std::string& wanted) { return std::find(list.begin(), list.end(), wanted) != list.end(); }

bool same_word(const std::string& a, const std::string& b) {
  return icu::UnicodeString::fromUTF8(a).caseCompare(icu::UnicodeString::fromUTF8(b), 0) == 0;
}

// 0: in none; else the section's place from 1.
std::size_t place_of(const edition& e, const std::string& section) {
  const auto found = std::find_if(e.sections.begin(), e.sections.end(), [&](const edition_section& s) { return s.title == section; });
  return found == e.sections.end() ? 0 : static_cast<std::size_t>(found - e.sections.begin()) + 1;
}

bool is_placing(const editor_pick& p) { return p.kind == pick_kind::placed && p.place > 0; }

bool is_placed(const std::vector<editor_pick>& picks, article_id id) {
  return std::any_of(picks.begin(), picks.end(), [id](const editor_pick& p) { return is_placing(p) && p.article == id; });
}

// A heading stands over a part once: in the middle of a part an item belongs to it.
void put_in(std::vector<digest_item>& items, digest_item item, std::size_t place) {
  const std::string before = place > 0 ? items[place - 1].section : std::string();
  const bool own_part = item.section == before || (place < items.size() && items[place].section == item.section);
  if (!own_part) item.section = before;
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(place), std::move(item));
}

}  // namespace

std::string section_of(const edition& e, const article& a) {
  for (const edition_section& s : e.sections) {
    const bool named = std::any_of(a.categories.begin(), a.categories.end(), [&](const std::string& c) {
      return std::any_of(s.categories.begin(), s.categories.end(), [&](const std::string& wanted) { return same_word(c, wanted); });
    });
    if (named || holds(s.sources, a.source)) return s.title;
  }
  return {};
}

void arrange_sections(const edition& e, std::vector<digest_item>& items, const std::vector<editor_pick>& picks) {
  std::set<std::size_t> parts;
  for (const digest_item& item : items) parts.insert(place_of(e, item.section));
  if (items.size() < enough_items || parts.size() < 2) {
    for (digest_item& item : items) item.section.clear();
    return;
  }
  std::vector<digest_item> arranged;
  for (const std::size_t part : parts)
    for (digest_item& item : items)
      if (place_of(e, item.section) == part && !is_placed(picks, item.article)) arranged.push_back(item);
  // One after the other, as the selection puts them.
  for (const editor_pick& p : picks) {
    const auto own = std::find_if(items.begin(), items.end(), [&](const digest_item& item) { return item.article == p.article; });
    if (!is_placing(p) || own == items.end()) continue;
    std::erase_if(arranged, [&](const digest_item& item) { return item.article == p.article; });
    put_in(arranged, *own, std::min(p.place - 1, arranged.size()));
  }
  items = std::move(arranged);
}

}  // namespace depeche
