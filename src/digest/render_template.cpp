#include "digest/render_template.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/cut.hpp"
#include "digest/item_text.hpp"
#include "wechat/limits.hpp"

#include <unicode/uchar.h>

#include <algorithm>

namespace depeche {
namespace {

namespace limits = wechat::limits;

enum class alphabet { any, digits, letters, printable, symbols, chinese };

struct value_rule {
  std::string_view kind;  // what the keyword's name begins with, up to its number
  std::size_t most;
  alphabet of;
};

constexpr value_rule rules[] = {
    {"thing", limits::template_value_characters, alphabet::any},
    {"number", limits::template_number_digits, alphabet::digits},
    {"letter", limits::template_string_characters, alphabet::letters},
    {"symbol", limits::template_symbols, alphabet::symbols},
    {"character_string", limits::template_string_characters, alphabet::printable},
    {"phone_number", limits::template_phone_characters, alphabet::printable},
    {"car_number", limits::template_car_characters, alphabet::any},
    {"name", limits::template_name_characters, alphabet::any},
    {"phrase", limits::template_phrase_characters, alphabet::chinese},
};

std::string_view kind_of(std::string_view keyword) {
  while (!keyword.empty() && keyword.back() >= '0' && keyword.back() <= '9') keyword.remove_suffix(1);
  return keyword;
}

bool is_emoji(char32_t c) {
  const auto code = static_cast<UChar32>(c);
  return c == 0x200D || c == 0x20E3 || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF) ||
         u_hasBinaryProperty(code, UCHAR_EMOJI_PRESENTATION) || u_hasBinaryProperty(code, UCHAR_EMOJI_MODIFIER) ||
         u_hasBinaryProperty(code, UCHAR_REGIONAL_INDICATOR) || (c > 0xFF && u_hasBinaryProperty(code, UCHAR_EMOJI));
}

bool allowed(char32_t c, alphabet of) {
  switch (of) {
    case alphabet::any: return !is_emoji(c);
    case alphabet::digits: return (c >= '0' && c <= '9') || c == '.';
    case alphabet::letters: return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    case alphabet::printable: return c > ' ' && c < 0x7F;
    case alphabet::symbols: return c > ' ' && c < 0x7F && !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    case alphabet::chinese: return is_cjk(c);
  }
  return false;
}

std::string only(std::string_view text, alphabet of) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = next_code_point(text, pos);
    if (allowed(c, of)) append_code_point(out, c);
  }
  return squeeze_space(out);
}

// "2026年11月23日 08:00": the forms that the platform checks, whatever the digest's language.
std::string moment(const digest& d, bool with_time) {
  const std::string zone = zone_of(d);
  const std::string date = long_date(d.composed_at, zone, "zh");
  return with_time ? date + " " + clock_time(d.composed_at, zone, "zh") : date;
}

}  // namespace

std::string template_value(std::string_view keyword, std::string_view text) {
  const std::string_view kind = kind_of(keyword);
  const auto rule = std::find_if(std::begin(rules), std::end(rules), [&](const value_rule& r) { return r.kind == kind; });
  const value_rule used = rule == std::end(rules) ? rules[0] : *rule;
  return cut_characters(only(clean_line(text), used.of), std::min(used.most, used.of == alphabet::any ? limits::template_value_characters : used.most));
}

std::vector<std::pair<std::string, std::string>> render_template_values(const digest& d, std::string_view masthead,
                                                                        const std::vector<std::string>& keywords) {
  std::vector<std::pair<std::string, std::string>> values;
  std::size_t things = 0;
  for (const std::string& keyword : keywords) {
    const std::string_view kind = kind_of(keyword);
    std::string value;
    if (kind == "time" || kind == "date") value = moment(d, kind == "time");
    else if (kind == "number") value = template_value(keyword, std::to_string(d.items.size()));
    else if (kind == "thing" && things++ == 0) value = template_value(keyword, masthead);
    else if (kind == "thing" && things - 2 < d.items.size()) value = template_value(keyword, title_text(d, things - 2));
    if (!value.empty()) values.emplace_back(keyword, in_script(std::move(value), d.script));
  }
  return values;
}

}  // namespace depeche
