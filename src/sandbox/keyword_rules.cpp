#include "sandbox/keyword_rules.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <utility>

namespace depeche::sandbox {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_number(std::string_view s) {
  const auto digits = std::count_if(s.begin(), s.end(), is_digit);
  return digits > 0 && digits <= 32 && std::all_of(s.begin(), s.end(), [](char c) { return is_digit(c) || c == '.' || c == '-' || c == ','; });
}

// "2019年10月1日", "15:01", both; also 2019-10-01: a digit and only characters of a time.
bool is_time(std::string_view s, bool needs_day) {
  auto rest = std::string(s);
  const bool has_day = rest.find("日") != std::string::npos || std::count(rest.begin(), rest.end(), '-') == 2 ||
                       std::count(rest.begin(), rest.end(), '/') == 2 || rest.find("月") != std::string::npos;
  for (const auto* mark : {"年", "月", "日", "时", "分", "秒", "~", "上午", "下午"}) rest = replace_all(rest, mark, " ");
  const bool plain = std::all_of(rest.begin(), rest.end(), [](char c) { return is_digit(c) || c == ':' || c == '-' || c == '/' || c == ' '; });
  return plain && std::any_of(rest.begin(), rest.end(), is_digit) && (has_day || (!needs_day && rest.find(':') != std::string::npos));
}

bool is_amount(std::string_view s) {
  auto rest = replace_all(s, "元", "");
  for (const auto* sign : {"￥", "¥", "$", "€", "£"})
    if (rest.starts_with(sign)) rest.erase(0, std::string_view(sign).size());
  const auto digits = std::count_if(rest.begin(), rest.end(), is_digit);
  return digits > 0 && digits <= 12 && std::all_of(rest.begin(), rest.end(), [](char c) { return is_digit(c) || c == '.' || c == ','; });
}

bool is_name(std::string_view s) { return count_code_points(s) <= (is_ascii(s) ? 20U : 10U); }

bool is_emoji(char32_t c) {
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || c == 0xFE0F || c == 0x200D || (c >= 0xE0020 && c <= 0xE007F);
}

std::string as_delivered(std::string_view value) {
  constexpr std::size_t most = 20;
  value = value.substr(0, value.find('\n'));
  std::string out;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < value.size() && kept < most;) {
    const auto c = next_code_point(value, at);
    if (is_emoji(c) || c == '\r') continue;
    append_code_point(out, c);
    ++kept;
  }
  return out;
}

// Calls found(begin, end, name) for each {{name.DATA}}.
template <class Found>
void each_variable(std::string_view text, Found found) {
  for (auto open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", open + 2)) {
    const auto close = text.find(".DATA}}", open);
    if (close == std::string_view::npos) return;
    found(open, close + 7, trim(text.substr(open + 2, close - open - 2)));
  }
}

}  // namespace

bool is_allowed(std::string_view keyword, std::string_view value) {
  auto type = keyword;
  while (!type.empty() && is_digit(type.back())) type.remove_suffix(1);
  if (type == keyword) return true;
  const auto characters = count_code_points(value);
  if (type == "thing") return characters <= 20;
  if (type == "number") return is_number(value);
  if (type == "letter") return characters <= 32 && std::all_of(value.begin(), value.end(), is_letter);
  if (type == "symbol") return characters <= 5;
  if (type == "character_string") return characters <= 32 && is_ascii(value);
  if (type == "time") return is_time(value, false);
  if (type == "date") return is_time(value, true);
  if (type == "amount") return is_amount(value);
  if (type == "phone_number") return characters <= 17 && is_ascii(value);
  if (type == "car_number") return characters <= 8;
  if (type == "name") return is_name(value);
  if (type == "phrase") return characters <= 5;
  return true;
}

std::string_view type_of_keyword_name(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {"时间", "time"}, {"日期", "date"}, {"金额", "amount"}, {"价格", "amount"}, {"电话", "phone_number"}, {"手机", "phone_number"},
      {"编号", "character_string"}, {"单号", "character_string"}, {"数量", "number"}, {"姓名", "name"}, {"车牌", "car_number"}, {"状态", "phrase"}};
  for (const auto& [word, type] : types)
    if (name.find(word) != std::string_view::npos) return type;
  return "thing";
}

std::vector<std::string> keywords_of(std::string_view content) {
  std::vector<std::string> names;
  each_variable(content, [&](std::size_t, std::size_t, std::string_view name) { names.emplace_back(name); });
  return names;
}

std::string render_template(std::string_view content, const keyword_values& values) {
  std::string out;
  for (const auto raw : split(content, '\n')) {
    const auto line = trim(raw);
    std::string shown;
    std::size_t done = 0;
    bool bare = false;
    each_variable(line, [&](std::size_t begin, std::size_t end, std::string_view name) {
      bare = bare || (begin == 0 && end == line.size()) || name == "first" || name == "remark";
      shown += line.substr(done, begin - done);
      if (const auto value = values.find(name); value != values.end()) shown += as_delivered(value->second);
      done = end;
    });
    if (bare || line.empty()) continue;
    shown += line.substr(done);
    out += (out.empty() ? "" : "\n") + shown;
  }
  return out;
}

}  // namespace depeche::sandbox
