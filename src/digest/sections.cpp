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

void arrange_sections(const edition& e, std::vector<digest_item>& items) {
  std::set<std::size_t> parts;
  for (const digest_item& item : items) parts.insert(place_of(e, item.section));
  if (items.size() < enough_items || parts.size() < 2) {
    for (digest_item& item : items) item.section.clear();
    return;
  }
  std::vector<digest_item> arranged;
  for (const std::size_t part : parts)
    for (digest_item& item : items)
      if (place_of(e, item.section) == part) arranged.push_back(item);
  items = std::move(arranged);
}

}  // namespace depeche
