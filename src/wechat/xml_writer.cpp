#include "wechat/xml_writer.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace depeche::wechat {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view no_characters[] = {"\xEF\xBF\xBE", "\xEF\xBF\xBF"};  // U+FFFE and U+FFFF

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

// XML cannot hold control characters at all, nor U+FFFE and U+FFFF: feeds carry them, replies must not.
bool fits_xml(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_control) && is_utf8(text) && text.find(no_characters[0]) == npos &&
         text.find(no_characters[1]) == npos;
}

std::string fit_for_xml(std::string_view text) {
  std::string out = repair_utf8(text);
  std::erase_if(out, is_control);
  for (const std::string_view odd : no_characters) out = replace_all(out, odd, {});
  return out;
}

// Most of what is written (base64, ids, digits) needs no further look at its characters.
bool is_plain_ascii(std::string_view s) {
  unsigned char odd = 0;  // bytes throughout, so that sixteen are looked at at once
  for (const char c : s) odd |= static_cast<unsigned char>(static_cast<unsigned char>(c - 0x20) >= 0x5F);
  return odd == 0;
}

void append_cdata(std::string& out, std::string_view fit) {
  out += "<![CDATA[";
  std::size_t from = 0;
  for (std::size_t end = fit.find("]]>"); end != npos; end = fit.find("]]>", from)) {
    out += fit.substr(from, end + 2 - from);
    out += "]]><![CDATA[";
    from = end + 2;
  }
  out += fit.substr(from);
  out += "]]>";
}

bool is_digits(std::string_view s) {
  return !s.empty() && s.size() <= 19 && s.find_first_not_of("0123456789") == npos;
}

void append_bare(std::string& out, std::string_view name, std::string_view digits) {
  open_element(out, name);
  out += digits;
  close_element(out, name);
}

}  // namespace

void open_element(std::string& out, std::string_view name) {
  out += '<';
  out += name;
  out += '>';
}

void close_element(std::string& out, std::string_view name) {
  out += "</";
  out += name;
  out += ">\n";
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
  open_element(out, name);
  if (is_plain_ascii(text) || fits_xml(text)) append_cdata(out, text);
  else append_cdata(out, fit_for_xml(text));
  close_element(out, name);
}

void append_number(std::string& out, std::string_view name, std::int64_t number) {
  std::array<char, 24> digits{};
  const auto [end, ec] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  append_bare(out, name, {digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void append_value(std::string& out, std::string_view name, std::string_view value) {
  if (is_digits(value)) append_bare(out, name, value);
  else append_text(out, name, value);
}

}  // namespace depeche::wechat
