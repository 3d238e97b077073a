#include "digest/item_text.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/cut.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t source_title_bytes = 120;  // of a source's title in any form

bool ends_wide(std::string_view text) {
  std::size_t pos = text.size() - 1;
  while (pos > 0 && (static_cast<unsigned char>(text[pos]) & 0xC0) == 0x80) --pos;
  const char32_t last = next_code_point(text, pos);
  return is_cjk(last) || last == U'”' || last == U'…';
}

// Control characters, what is no character, and marks of direction: one that is not closed would turn the lines after it round.
bool is_unseen(char32_t c) {
  return c < ' ' || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

}  // namespace

std::string clean_line(std::string_view text) {
  constexpr std::string_view no_break = "\xC2\xA0", narrow = "\xE2\x80\xAF";
  const std::string repaired = repair_utf8(text);
  std::string out;
  std::string_view gap;  // owed before the next character
  for (std::size_t pos = 0; pos < repaired.size();) {
    const std::size_t begin = pos;
    const char32_t c = next_code_point(repaired, pos);
    const std::string_view bytes = std::string_view(repaired).substr(begin, pos - begin);
    if (c == 0xA0 || c == 0x202F) gap = c == 0xA0 ? no_break : narrow;
    else if (trim(bytes).empty() && c != 0x200B && c != 0xFEFF) gap = gap.empty() ? " " : gap;
    else if (!is_unseen(c)) {
      if (!out.empty()) out += gap;
      gap = {};
      out += bytes;
    }
  }
  return std::string(trim(out));
}

bool is_plain_web_address(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://")) && url.find_first_of("\"'<> \t\r\n") == url.npos;
}

std::string zone_of(const digest& d) { return is_zone(d.zone) ? d.zone : "UTC"; }

std::string date_line(const digest& d) {
  const std::string zone = zone_of(d);
  const auto day = parse_iso_time(d.day, zone);
  return week_date(day.has_value() ? *day : d.composed_at, zone, d.language);
}

std::string translation_note(std::string_view from, std::string_view language) {
  const std::string_view own = known_language(language), of = known_language(from);
  if (own == "fr") return "traduit " + std::string(of == "zh" ? "du chinois" : of == "en" ? "de l’anglais" : "d’une autre langue") + " par IA";
  if (own == "zh") return "AI译自" + std::string(of == "fr" ? "法语" : of == "en" ? "英语" : "外语");
  return "translated from " + std::string(of == "fr" ? "French" : of == "zh" ? "Chinese" : "another language") + " by AI";
}

bool has_machine_words(const digest& d) {
  return std::any_of(d.items.begin(), d.items.end(), [](const digest_item& item) {
    const bool reworded = std::any_of(item.summary.begin(), item.summary.end(), [](const summary_sentence& s) { return s.end == 0; });
    return reworded || !item.translated_from.empty();
  });
}

std::string summary_text(const digest& d, std::size_t index, std::size_t sentences) {
  std::string out;
  const digest_item& item = d.items[index];
  const auto& all = item.summary;
  const bool chinese = known_language(d.language) == "zh";
  if (!item.translated_from.empty() && !all.empty() && sentences > 0)
    out = (chinese ? "【" : "(") + translation_note(item.translated_from, d.language) + (chinese ? "】" : ")");
  for (std::size_t i = 0; i < std::min(sentences, all.size()); ++i) {
    if (!out.empty() && !ends_wide(out) && !out.ends_with("】")) out += ' ';
    out += clean_line(all[i].text);
  }
  return out;
}

std::string title_text(const digest& d, std::size_t index) {
  std::string title = clean_line(d.items[index].title);
  return title.empty() ? cut_at_sentence(summary_text(d, index, 1), 120, d.language) : title;
}

std::string source_text(const std::string& title, const std::string& name) {
  return std::string(trim(truncate_bytes(clean_line(title.empty() ? name : title), source_title_bytes)));
}

}  // namespace depeche
