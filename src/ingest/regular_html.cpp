#include "ingest/regular_html.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/regular_elements.hpp"
#include "ingest/safe_html.hpp"
#include "ingest/xml_repair.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace depeche {
namespace {

using role = element_role;

constexpr std::size_t largest = 256 * 1024;  // more is left to the tree, which has limits for everything
constexpr std::size_t deepest = 40;
constexpr std::size_t longest_name = 10;
constexpr int most_attributes = 30;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

enum class byte : std::uint8_t { plain, mark, forbidden, suspicious };

constexpr auto byte_kinds = [] {
  std::array<byte, 256> kinds{};
  for (std::size_t c = 0; c < 0x20; ++c) kinds[c] = byte::forbidden;
  kinds['\t'] = kinds['\n'] = kinds['\r'] = byte::plain;
  kinds['<'] = kinds['&'] = byte::mark;
  kinds[0x7F] = byte::forbidden;
  kinds[0xEF] = byte::suspicious;  // U+FFFE and U+FFFF begin so
  return kinds;
}();

byte kind_of(char c) { return byte_kinds[static_cast<unsigned char>(c)]; }

// U+FFFE and U+FFFF.
bool is_no_character(std::string_view s, std::size_t at) {
  return at + 2 >= s.size() || (static_cast<unsigned char>(s[at + 1]) == 0xBF && static_cast<unsigned char>(s[at + 2]) >= 0xBE);
}

// The length of the run of plain bytes at `from`.
std::size_t plain_run(std::string_view s, std::size_t from) {
  std::size_t i = from;
  while (i < s.size() && kind_of(s[i]) == byte::plain) ++i;
  return i - from;
}

class regular_reader {
 public:
  regular_reader(std::string_view html, std::string_view base) : s_(html), out_(base) {}

  // False when the HTML is not regular.
  bool read() {
    if (s_.starts_with("\xEF\xBB\xBF")) return false;  // a mark, of which the tree's parser passes over one or two
    while (i_ < s_.size() && is_blank(s_[i_])) ++i_;
    while (i_ < s_.size())
      if (!(s_[i_] == '<' ? read_tag() : read_text())) return false;
    if (in_first_paragraph()) close_first_paragraph();
    return open_.empty();
  }

  std::string take() { return out_.take(); }

 private:
  struct open_element {
    std::array<char, longest_name> name;
    std::uint8_t length;
    role is;
    std::string_view view() const { return {name.data(), length}; }
  };

  role top() const { return open_.empty() ? role::body : open_.back().is; }

  // --- the paragraph around text that begins the document

  bool in_first_paragraph() const { return first_paragraph_ && open_.size() == 1; }
  void close_first_paragraph() {
    open_.pop_back();
    first_paragraph_ = false;
    out_.close("p");
  }

  // --- text

  bool read_text() {
    if (!begun_) {
      begun_ = first_paragraph_ = true;
      out_.open("p", {});
      open_.push_back({{'p'}, 1, role::paragraph});
    }
    for (std::size_t from = i_; i_ < s_.size();) {
      i_ += plain_run(s_, i_);
      if (i_ < s_.size() && kind_of(s_[i_]) == byte::suspicious) {
        if (is_no_character(s_, i_)) return false;
        ++i_;
        continue;
      }
      out_.text(s_.substr(from, i_ - from));
      if (i_ >= s_.size() || s_[i_] == '<') return true;
      if (s_[i_] != '&') return false;
      scratch_.clear();
      if (!read_reference(s_, i_, scratch_)) return false;
      out_.text(scratch_);
      from = i_;
    }
    return true;
  }

  // A reference at `at`, or an ampersand that is none. False for a number that programs understand differently.
  bool read_reference(std::string_view from, std::size_t& at, std::string& into) {
    const auto rest = from.substr(at, 64);
    const bool numeric = rest.size() > 1 && rest[1] == '#';
    if (!read_entity(rest, found_)) {
      if (numeric) return false;
      into += '&';
      ++at;
      return true;
    }
    if (numeric && !names_itself(rest)) return false;
    into += found_.text;
    at += found_.length;
    return true;
  }

  // True when the digits between "&#" and ';' are the number of the character that was read: those of windows-1252 are not.
  bool names_itself(std::string_view reference) const {
    if (found_.text.empty()) return false;
    const bool hex = lower(reference[2]) == 'x';
    char32_t number = 0;
    for (std::size_t i = hex ? 3 : 2; reference[i] != ';'; ++i) {
      const char c = lower(reference[i]);
      number = number * (hex ? 16 : 10) + static_cast<char32_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    std::size_t begin = 0;
    return number == next_code_point(found_.text, begin);
  }

  // --- tags

  bool read_tag() {
    begun_ = true;
    const bool end = i_ + 1 < s_.size() && s_[i_ + 1] == '/';
    std::size_t at = i_ + (end ? 2 : 1);
    open_element element{};
    while (at < s_.size() && (is_letter(s_[at]) || (is_digit(s_[at]) && element.length > 0))) {
      if (element.length == longest_name) return false;
      element.name[element.length++] = lower(s_[at++]);
    }
    if (element.length == 0 || at >= s_.size()) return false;
    element.is = role_of(element.view());
    if (element.is == role::unknown) return false;
    return end ? read_end_tag(element, at) : read_start_tag(element, at);
  }

  bool read_end_tag(const open_element& element, std::size_t at) {
    if (s_[at] != '>' || open_.empty() || in_first_paragraph() || open_.back().view() != element.view()) return false;
    open_.pop_back();
    out_.close(element.view());
    i_ = at + 1;
    return true;
  }

  bool read_start_tag(const open_element& element, std::size_t at) {
    bool closed = false;
    attributes_ = {};
    if (!read_attributes(at, closed) || (closed && !is_empty(element.is))) return false;
    if (in_first_paragraph() && ends_first_paragraph(element.is)) close_first_paragraph();
    if (!may_stand_in(element.is, top()) || open_.size() >= deepest || out_.is_full()) return false;
    out_.open(element.view(), attributes_);
    if (!is_empty(element.is)) open_.push_back(element);
    i_ = at;
    return true;
  }

  bool read_attributes(std::size_t& at, bool& closed) {
    for (int count = 0; count < most_attributes; ++count) {
      const auto blanks_from = at;
      while (at < s_.size() && is_blank(s_[at])) ++at;
      if (at >= s_.size() || at - blanks_from > 20) return false;
      if (s_[at] == '/') {
        closed = true;
        if (++at >= s_.size() || s_[at] != '>') return false;
      }
      if (s_[at] == '>') {
        ++at;
        return true;
      }
      if (at == blanks_from || !read_attribute(at)) return false;
    }
    return false;
  }

  bool read_attribute(std::size_t& at) {
    const auto begin = at;
    while (at < s_.size() && (is_letter(s_[at]) || (at > begin && (is_digit(s_[at]) || s_[at] == '-' || s_[at] == '_')))) ++at;
    if (at == begin || at - begin > 40 || at >= s_.size()) return false;
    const auto name = s_.substr(begin, at - begin);
    if (s_[at] != '=') return is_blank(s_[at]) || s_[at] == '>' || s_[at] == '/';
    if (++at >= s_.size() || (s_[at] != '"' && s_[at] != '\'')) return false;
    const auto end = s_.find(s_[at], at + 1);
    if (end == std::string_view::npos) return false;
    const auto value = s_.substr(at + 1, end - at - 1);
    at = end + 1;
    return keep_attribute(name, value);
  }

  bool keep_attribute(std::string_view name, std::string_view raw) {
    for (std::size_t i = 0; i < std::size(kept); ++i) {
      if (!ascii_iequal(kept[i].name, name)) continue;
      auto& field = attributes_.*kept[i].field;
      if (field.data() != nullptr) return true;  // the first one counts
      if (!decode(raw, values_[i])) return false;
      field = trim(values_[i]);
      return true;
    }
    return !ascii_iequal(name, "style") || !hides(raw);  // what hides takes its children with it: the tree's task
  }

  bool decode(std::string_view raw, std::string& value) {
    value.clear();
    for (std::size_t at = 0; at < raw.size();) {
      const auto run = plain_run(raw, at);
      value.append(raw, at, run);
      at += run;
      if (at >= raw.size()) break;
      const auto kind = kind_of(raw[at]);
      if (kind == byte::forbidden || (kind == byte::suspicious && is_no_character(raw, at))) return false;
      if (raw[at] == '&') {
        if (!read_reference(raw, at, value)) return false;
      } else {
        value += raw[at++];
      }
    }
    return true;
  }

  struct kept_attribute {
    std::string_view name;
    std::string_view html_attributes::*field;
  };
  static constexpr kept_attribute kept[] = {{"href", &html_attributes::href},
                                            {"src", &html_attributes::src},
                                            {"alt", &html_attributes::alt},
                                            {"width", &html_attributes::width},
                                            {"height", &html_attributes::height},
                                            {"colspan", &html_attributes::colspan},
                                            {"rowspan", &html_attributes::rowspan},
                                            {"data-src", &html_attributes::data_src},
                                            {"data-original", &html_attributes::data_original},
                                            {"data-lazy-src", &html_attributes::data_lazy_src}};

  std::string_view s_;
  std::size_t i_ = 0;
  bool begun_ = false;
  bool first_paragraph_ = false;
  safe_html out_;
  std::vector<open_element> open_;
  html_attributes attributes_;
  std::array<std::string, std::size(kept)> values_;
  entity found_;
  std::string scratch_;
};

}  // namespace

std::optional<std::string> sanitise_regular_html(std::string_view html, std::string_view base) {
  if (html.size() > largest) return {};
  if (trim(html).empty()) return std::string{};
  regular_reader reader(html, base);
  if (!reader.read()) return {};
  return reader.take();
}

}  // namespace depeche
