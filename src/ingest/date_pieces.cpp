#include "ingest/date_pieces.hpp"

#include "base/text.hpp"

#include <charconv>
#include <utility>

namespace depeche {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string with_plain_marks(std::string_view text) {
  std::string s = ascii_lower(text);
  static constexpr std::pair<std::string_view, std::string_view> marks[] = {
      {"年", "-"}, {"月", "-"}, {"日", " "}, {"号", " "}, {"號", " "}, {"时", ":"}, {"時", ":"}, {"點", ":"},
      {"点", ":"}, {"分", " "}, {"：", ":"}, {"，", ","}, {"−", "-"},  {"\xC2\xA0", " "}, {"\xE2\x80\xAF", " "}};
  for (const auto& [from, to] : marks)
    if (s.find(from) != std::string::npos) s = replace_all(s, from, to);
  return s;
}

}  // namespace

std::vector<date_piece> cut_date(std::string_view text) {
  const std::string s = with_plain_marks(text);
  std::vector<date_piece> out;
  for (std::size_t i = 0; i < s.size() && out.size() < 60;) {
    if (is_blank(s[i])) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    date_piece p{date_piece::mark, {}, 0};
    if (is_digit(s[i])) {
      while (end < s.size() && is_digit(s[end])) ++end;
      p.kind = date_piece::number;
      if (end - i > 9) return {};
      std::from_chars(s.data() + i, s.data() + end, p.value);
    } else if (is_letter(s[i])) {
      while (end < s.size() && is_letter(s[end])) ++end;
      p.kind = date_piece::word;
    }
    p.text = s.substr(i, end - i);
    out.push_back(std::move(p));
    i = end;
  }
  return out;
}

}  // namespace depeche
