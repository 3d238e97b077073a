#include "ingest/xml_repair.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace depeche {
namespace {

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

// Position behind `end` searched from `from`, or the text's size when it never comes.
std::size_t behind(std::string_view text, std::string_view end, std::size_t from) {
  const auto at = text.find(end, from);
  return at == std::string_view::npos ? text.size() : at + end.size();
}

// Behind the document type that begins at `from`, internal subset included.
std::size_t behind_doctype(std::string_view text, std::size_t from) {
  char quote = 0;
  bool subset = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[') {
      subset = true;
    } else if (c == ']') {
      subset = false;
    } else if (c == '>' && !subset) {
      return i + 1;
    }
  }
  // Never closed, or quotes that don't pair up: as far as the first that could be its end.
  return std::min(behind(text, "]>", from), behind(text, ">", from));
}

// The elements that are open, so that a tag that was never closed (<b>, <br>) doesn't swallow the rest of the feed: an end tag closes
// what stands open above its own start, and an end tag without a start is left out.
class open_tags {
 public:
  void start(std::string_view tag) {
    names_.push_back(tag.substr(1, tag.find_first_of(" \t\r\n/>", 1) - 1));
    inside_ = true;
  }
  // At every '>'. HTML's empty elements are written as XML's.
  void tag_ends(bool empty_element, std::string& out) {
    if (!std::exchange(inside_, false)) return;
    const auto name = names_.back();
    const bool void_element = name == "br" || name == "hr" || name == "img";
    if (void_element && !empty_element) out += '/';
    if (void_element || empty_element) names_.pop_back();
  }
  void end(std::string_view name, std::string& out) {
    inside_ = false;  // a tag that another one interrupts has no end of its own
    const std::size_t reach = names_.size() > furthest ? names_.size() - furthest : 0;
    std::size_t at = names_.size();
    while (at > reach && names_[at - 1] != name) --at;
    if (at == reach) return;
    for (; names_.size() >= at; names_.pop_back()) out.append("</").append(names_.back()).append(">");
  }

 private:
  static constexpr std::size_t furthest = 128;  // open elements that an end tag looks back over
  std::vector<std::string_view> names_;
  bool inside_ = false;
};

// Copies characters that XML allows.
void append_allowed(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const auto c = next_code_point(text, i);
    if (is_xml_char(c)) out.append(text.substr(start, i - start));
  }
}

}  // namespace

bool read_entity(std::string_view text, entity& out) {
  if (text.size() < 3 || text[0] != '&') return false;
  if (text[1] == '#') return read_number(text, out);
  std::size_t end = 1;
  while (end < text.size() && end < 12 && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
  if (end == 1 || end >= text.size() || text[end] != ';') return false;
  const std::string name(text.substr(1, end - 1));
  out.length = end + 1;
  out.text.clear();
  if (name == "apos") {
    out.text = "'";
    return true;
  }
  // libxml2 knows HTML 4's names.
  const auto* found = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
  if (found == nullptr) return false;
  append_code_point(out.text, found->value);
  return true;
}

std::string repair_xml(std::string_view text, std::vector<std::string>& problems) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  const std::size_t first = text.find('<');
  if (first == std::string_view::npos) return out;
  if (!trim(text.substr(0, first)).empty()) problems.emplace_back("text stands before the first tag; left out");
  entity found;
  open_tags tags;
  for (std::size_t i = first; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const char c = text[i];
    if (c == '&') {
      if (!read_entity(rest, found)) {
        out += "&amp;";
        ++i;
        continue;
      }
      // What has a meaning in markup stays a reference.
      if (found.text == "&") out += "&amp;";
      else if (found.text == "<") out += "&lt;";
      else if (found.text == ">") out += "&gt;";
      else if (found.text == "\"") out += "&quot;";
      else out += found.text;
      i += found.length;
    } else if (c == '<') {
      const char next = rest.size() > 1 ? rest[1] : ' ';
      if (rest.starts_with("<![CDATA[")) {
        const auto end = behind(text, "]]>", i + 9);
        append_allowed(out, text.substr(i, end - i));
        if (!text.substr(i, end - i).ends_with("]]>")) out += "]]>";
        i = end;
      } else if (rest.starts_with("<!--")) {
        i = behind(text, "-->", i + 4);
      } else if (rest.starts_with("<?")) {
        i = behind(text, "?>", i + 2);
      } else if (rest.size() > 9 && ascii_iequal(rest.substr(0, 9), "<!doctype")) {
        const auto end = behind_doctype(text, i);
        if (text.substr(i, end - i).find("<!ENTITY") != std::string_view::npos)
          problems.emplace_back("declares entities of its own; they are not expanded");
        i = end;
      } else {
        const auto close = rest.find('>');
        if (next == '/' && close != std::string_view::npos) {
          tags.end(trim(rest.substr(2, close - 2)), out);
          i += close + 1;
          continue;
        }
        const bool tag = std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/' || next == '_';
        if (tag && next != '/') tags.start(rest);
        out += tag ? "<" : "&lt;";
        ++i;
      }
    } else {
      if (c == '>') tags.tag_ends(text[i - 1] == '/', out);
      const std::size_t start = i;
      const auto point = next_code_point(text, i);
      if (is_xml_char(point)) out.append(text.substr(start, i - start));
    }
  }
  return out;
}

}  // namespace depeche
