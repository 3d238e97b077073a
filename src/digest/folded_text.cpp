#include "digest/folded_text.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <utility>

namespace depeche {
namespace {

constexpr char32_t nothing = 0xFFFFFFFF;
constexpr char32_t several = 0xFFFFFFFE;  // becomes more than one letter, or is beyond the table

// What each character of the basic plane becomes: worked out once, so that a text costs a look-up a character.
class folding_table {
 public:
  folding_table() {
    simplify();
    for (char32_t c = 0; c < single_.size(); ++c) {
      const std::u32string folded = (c >= 0xD800 && c < 0xE000) ? std::u32string{U'\uFFFD'} : slowly(c);
      single_[c] = folded.empty() ? nothing : folded.size() == 1 ? folded[0] : several;
    }
  }

  template <class Each>
  void fold(char32_t c, const Each& each) const {
    const char32_t one = c < single_.size() ? single_[c] : several;
    if (one == nothing) return;
    if (one != several) return each(one);
    for (const char32_t letter : slowly(c)) each(letter);
  }

 private:
  // Character by character: rules that look at neighbours would see the line's end.
  void simplify() {
    constexpr char32_t first = 0x3400, last = 0x9FFF;
    for (char32_t c = 0; c < simplified_.size(); ++c) simplified_[c] = c;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> simple(icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    if (U_FAILURE(status) || !simple) return;
    icu::UnicodeString all;
    for (char32_t c = first; c <= last; ++c) all.append(static_cast<UChar32>(c)).append(static_cast<UChar32>('\n'));
    simple->transliterate(all);
    // A line each; newer ICU knows simplified forms beyond the basic plane, which take two units.
    std::int32_t at = 0;
    for (char32_t c = first; c <= last && at < all.length(); ++c) {
      const std::int32_t end = all.indexOf(u'\n', at);
      if (end < 0) return;
      if (all.countChar32(at, end - at) == 1) simplified_[c] = static_cast<char32_t>(all.char32At(at));
      at = end + 1;
    }
  }

  std::u32string slowly(char32_t c) const {
    const auto code = static_cast<UChar32>(c);
    if (c == '\n' || c == '\t' || c == '\r' || u_isUWhiteSpace(code)) return U" ";
    if (u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || u_charType(code) == U_CONTROL_CHAR) return {};
    UErrorCode status = U_ZERO_ERROR;
    const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto* apart = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) return {c};
    const icu::UnicodeString split = apart->normalize(casefold->normalize(icu::UnicodeString(code), status), status);
    std::u32string letters;
    for (std::int32_t i = 0; i < split.length(); i = split.moveIndex32(i, 1)) {
      const UChar32 letter = split.char32At(i);
      if (u_charType(letter) == U_NON_SPACING_MARK || u_charType(letter) == U_ENCLOSING_MARK) continue;
      const auto plain = static_cast<char32_t>(letter);
      letters += plain == 0x2019 ? U'\'' : plain < simplified_.size() ? simplified_[plain] : plain;
    }
    return letters;
  }

  std::array<char32_t, 0x10000> single_{};
  std::array<char32_t, 0x10000> simplified_{};
};

const folding_table& table() {
  static const auto made = std::make_unique<folding_table>();
  return *made;
}

bool is_filler(char32_t c) { return c == '*' || c == '_' || c == 0xB7 || c == '|' || c == '~' || c == '^' || c == 0x2022 || c == 0x30FB; }

// Takes letters one by one and decides about what stands between them when it knows both sides.
class joiner {
 public:
  explicit joiner(folded_text& out) : out_(out) {}
  void take(char32_t c, std::size_t place) {
    if (c == ' ' || is_filler(c)) {
      between_ += c;
      if (between_.size() == 1) between_at_ = place;
      return;
    }
    settle(c);
    put(c, place);
  }
  void empty_line(std::size_t place) {
    settle(0);
    if (!out_.letters.empty() && out_.letters.back() != '\n') put('\n', place);
  }
  void end() { settle(0); }

 private:
  void settle(char32_t next) {
    if (between_.empty()) return;
    const std::u32string between = std::move(between_);
    between_.clear();
    const char32_t before = out_.letters.empty() ? 0 : out_.letters.back();
    const bool inside = is_chinese(before) || is_chinese(next);
    char32_t last = 0;
    for (const char32_t c : between) {
      const bool chinese_both = is_chinese(before) && is_chinese(next);
      const bool kept = c == ' ' ? !inside && last != ' ' && before != 0 && before != '\n' && next != 0 : !chinese_both;
      if (kept) put(c, between_at_);
      last = c;
    }
  }
  void put(char32_t c, std::size_t place) {
    out_.letters += c;
    out_.places.push_back(static_cast<std::uint32_t>(place));
  }

  folded_text& out_;
  std::u32string between_;
  std::size_t between_at_ = 0;
};

// Whether an empty line begins at this line break.
bool is_empty_line(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'); ++at) {
  }
  return at < text.size() && text[at] == '\n';
}

}  // namespace

bool is_chinese(char32_t c) {
  const bool wide = (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
  return wide && u_isalpha(static_cast<UChar32>(c));
}

folded_text fold_text(std::string_view text) {
  folded_text out;
  out.letters.reserve(text.size());
  out.places.reserve(text.size());
  joiner joined(out);
  const folding_table& folding = table();
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t place = pos;
    if (text[pos] == '\n' && is_empty_line(text, pos)) joined.empty_line(place);
    const char32_t c = next_code_point(text, pos);
    folding.fold(c, [&](char32_t letter) { joined.take(letter, place); });
  }
  joined.end();
  return out;
}

std::string seen_text(std::string_view html) {
  std::string bare;
  bare.reserve(html.size());
  std::string alternatives;
  for (std::size_t pos = 0; pos < html.size();) {
    if (html[pos] != '<') {
      const std::size_t end = std::min(html.find('<', pos), html.size());
      bare += html.substr(pos, end - pos);
      pos = end;
      continue;
    }
    const std::size_t end = std::min(html.find('>', pos), html.size() - 1);
    const std::string_view tag = html.substr(pos, end + 1 - pos);
    const std::string_view name = tag.substr(tag.starts_with("</") ? 2 : 1);
    for (const std::string_view block : {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "figure", "figcaption", "table", "tr", "td", "th"})
      if (name.starts_with(block) && !(name.size() > block.size() && std::isalnum(static_cast<unsigned char>(name[block.size()])))) {
        bare += "\n\n";
        break;
      }
    if (name.starts_with("br")) bare += '\n';
    if (const std::size_t alt = tag.find(" alt=\""); alt != tag.npos) {
      const std::size_t from = alt + 6;
      alternatives += "\n\n" + std::string(tag.substr(from, tag.find('"', from) - from));
    }
    pos = end + 1;
  }
  bare += alternatives;
  // What the sanitiser escapes; a reference to "&" comes last.
  for (const auto& [reference, character] : {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    bare = replace_all(bare, reference, character);
  return bare;
}

}  // namespace depeche
