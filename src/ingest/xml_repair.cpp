#include "ingest/xml_repair.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cctype>
#include <unordered_map>

namespace depeche {
namespace {

constexpr std::size_t most_own_entities = 300;
constexpr std::size_t longest_own_entity = 200;

bool is_xml_char(char32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

// References to 128..159 are meant in windows-1252 (HTML, 13.2.5.80).
constexpr char32_t windows_1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                       0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                       0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

bool read_number(std::string_view text, entity& out) {
  const bool hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  std::size_t i = hex ? 3 : 2;
  const std::size_t digits = i;
  char32_t value = 0;
  for (; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!(hex ? std::isxdigit(c) : std::isdigit(c))) break;
    const char32_t digit = c <= '9' ? c - '0' : static_cast<char32_t>((c | 0x20) - 'a' + 10);
    if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + digit;
  }
  if (i == digits || i - digits > 12 || i >= text.size() || text[i] != ';') return false;
  if (value >= 0x80 && value <= 0x9F) value = windows_1252[value - 0x80];
  out.text.clear();
  if (is_xml_char(value)) append_code_point(out.text, value);
  out.length = i + 1;
  return true;
}

// HTML 4's names, which libxml2 knows, where a hostile million of them can be looked up.
const std::unordered_map<std::string_view, char32_t>& html_entities() {
  static const auto names = [] {
    std::unordered_map<std::string_view, char32_t> all;
    for (unsigned value = 0; value < 10'000; ++value)
      if (const auto* known = htmlEntityValueLookup(value)) all.emplace(known->name, known->value);
    return all;
  }();
  return names;
}

// The name between '&' and ';'; empty when there is none.
std::string_view entity_name(std::string_view text, std::size_t longest) {
  std::size_t end = 1;
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.'; };
  while (end < text.size() && end <= longest && is_name(text[end])) ++end;
  return end > 1 && end < text.size() && text[end] == ';' ? text.substr(1, end - 1) : std::string_view{};
}

// A declared value with its character references read; false when it refers to anything else.
bool flat_value(std::string_view raw, std::string& out) {
  if (raw.size() > longest_own_entity) return false;
  entity found;
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] == '%' || raw[i] == '<') return false;
    if (raw[i] != '&') {
      out += raw[i++];
      continue;
    }
    if (!read_entity(raw.substr(i), found)) return false;
    out += found.text;
    i += found.length;
  }
  return true;
}

}  // namespace

bool read_entity(std::string_view text, entity& out) {
  if (text.size() < 3 || text[0] != '&') return false;
  if (text[1] == '#') return read_number(text, out);
  const auto name = entity_name(text, 11);
  if (name.empty()) return false;
  out.length = name.size() + 2;
  out.text.clear();
  if (name == "apos") {
    out.text = "'";
    return true;
  }
  const auto found = html_entities().find(name);
  if (found == html_entities().end()) return false;
  append_code_point(out.text, found->second);
  return true;
}

void own_entities::declare(std::string_view document_type) {
  constexpr std::string_view keyword = "<!ENTITY";
  for (auto at = document_type.find(keyword); at != std::string_view::npos; at = document_type.find(keyword, at + 1)) {
    // Looked at within its limits only: a thousand that never end must not cost a walk each.
    const auto rest = document_type.substr(at + keyword.size(), 2 * longest_own_entity);
    const auto name_begin = rest.find_first_not_of(" \t\r\n");
    const auto name_end = name_begin == std::string_view::npos ? name_begin : rest.find_first_of(" \t\r\n", name_begin);
    const auto quote = name_end == std::string_view::npos ? name_end : rest.find_first_not_of(" \t\r\n", name_end);
    const bool quoted = quote != std::string_view::npos && (rest[quote] == '"' || rest[quote] == '\'');
    const auto end = quoted ? rest.find(rest[quote], quote + 1) : std::string_view::npos;
    std::string value;
    if (end == std::string_view::npos || name_end - name_begin > 40 || values_.size() >= most_own_entities ||
        !flat_value(rest.substr(quote + 1, end - quote - 1), value)) {
      refused_ = true;
      continue;
    }
    values_.emplace(rest.substr(name_begin, name_end - name_begin), std::move(value));
  }
}

bool own_entities::read(std::string_view text, entity& out) {
  if (values_.empty()) return false;
  const auto found = values_.find(entity_name(text, 41));
  if (found == values_.end() || found->second.size() > allowance_) return false;
  allowance_ -= found->second.size();
  out.text = found->second;
  out.length = found->first.size() + 2;
  return true;
}

std::size_t append_allowed(std::string& out, std::string_view text) {
  std::size_t left_out = 0;
  std::size_t run = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool forbidden_ascii = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    // U+FFFE and U+FFFF.
    const bool forbidden_wide = c == 0xEF && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xBF &&
                                static_cast<unsigned char>(text[i + 2]) >= 0xBE;
    if (!forbidden_ascii && !forbidden_wide) {
      ++i;
      continue;
    }
    out.append(text.substr(run, i - run));
    i += forbidden_wide ? 3 : 1;
    run = i;
    ++left_out;
  }
  out.append(text.substr(run));
  return left_out;
}

}  // namespace depeche
