#include "base/text.hpp"

#include "base/utf8.hpp"

#include <array>

namespace depeche {
namespace {

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

// Where a line may break, without anything to be seen.
bool is_zero_width(char32_t c) { return c == 0x200B || c == 0xFEFF; }

// Bytes with which white space may begin: most of a text begins none.
constexpr auto may_be_space = [] {
  std::array<bool, 256> all{};
  for (const char c : std::string_view(" \t\n\v\f\r\xC2\xE1\xE2\xE3\xEF")) all[static_cast<unsigned char>(c)] = true;
  return all;
}();

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view trim(std::string_view s) {
  std::size_t begin = 0;
  while (begin < s.size() && may_be_space[static_cast<unsigned char>(s[begin])]) {
    std::size_t next = begin;
    if (!is_space(next_code_point(s, next))) break;
    begin = next;
  }
  std::size_t end = s.size();
  while (end > begin) {
    std::size_t start = end - 1;
    while (start > begin && (static_cast<unsigned char>(s[start]) & 0xC0) == 0x80) --start;
    std::size_t probe = start;
    if (!is_space(next_code_point(s, probe))) break;
    end = start;
  }
  return s.substr(begin, end - begin);
}

std::string squeeze_space(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  bool blank = false;  // white space that shows stands before what follows
  for (std::size_t i = 0; i < s.size();) {
    // A run without white space, then the one that ends it.
    const std::size_t run = i;
    std::size_t end = i;
    char32_t ending = 0;
    for (; i < s.size(); end = i) {
      if (!may_be_space[static_cast<unsigned char>(s[i])]) ++i;
      else if (ending = next_code_point(s, i); is_space(ending)) break;
    }
    if (end > run) {
      if (!out.empty() && blank) out += ' ';
      out.append(s, run, end - run);
      blank = false;
    }
    blank = blank || !is_zero_width(ending);
  }
  return out;
}

std::vector<std::string_view> split(std::string_view s, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = s.find(separator, begin);
    parts.push_back(s.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::string ascii_lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = lower(c);
  return out;
}

bool ascii_iequal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

std::string replace_all(std::string_view s, std::string_view from, std::string_view to) {
  std::string out;
  if (from.empty()) return std::string(s);
  for (std::size_t begin = 0;;) {
    const std::size_t hit = s.find(from, begin);
    out.append(s.substr(begin, hit == std::string_view::npos ? hit : hit - begin));
    if (hit == std::string_view::npos) return out;
    out.append(to);
    begin = hit + from.size();
  }
}

std::string shorten_id(std::string_view id) {
  if (id.size() <= 8) return std::string(id);
  return std::string(truncate_bytes(id, 8)) + "…";
}

}  // namespace depeche
