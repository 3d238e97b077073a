#include "digest/sentences.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/break_iterator.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace depeche {
namespace {

using namespace std::string_view_literals;

// Always followed by more of the sentence: titles and words that introduce. Without their last full stop.
constexpr std::array introducing = {
    "M"sv,  "MM"sv,  "Mme"sv, "Mmes"sv, "Mlle"sv, "Me"sv,   "Mgr"sv, "Dr"sv,  "Drs"sv, "Pr"sv,  "Prof"sv, "St"sv,  "Ste"sv,
    "Mr"sv, "Mrs"sv, "Ms"sv,  "Sen"sv,  "Rep"sv,  "Gov"sv,  "Gen"sv, "Lt"sv,  "Col"sv, "Maj"sv, "Capt"sv, "Cmdr"sv, "Sgt"sv,
    "Rev"sv, "Hon"sv, "Pres"sv, "av"sv, "apr"sv,  "art"sv,  "cf"sv,  "e.g"sv, "i.e"sv, "p.ex"sv, "ex"sv,  "vs"sv,  "No"sv,
    "no"sv, "vol"sv, "chap"sv, "fig"sv, "Fig"sv,  "env"sv,  "approx"sv, "pp"sv, "éd"sv, "réf"sv, "tél"sv, "bd"sv, "av. J.-C"sv};
// May also end a sentence: they do when the next word is one that begins sentences.
constexpr std::array ambiguous = {"Jr"sv,  "Sr"sv,  "Inc"sv, "Corp"sv, "Ltd"sv, "Co"sv,  "Bros"sv, "Jan"sv, "Feb"sv, "Mar"sv, "Apr"sv,
                                  "Jun"sv, "Jul"sv, "Aug"sv, "Sep"sv,  "Sept"sv, "Oct"sv, "Nov"sv,  "Dec"sv, "etc"sv, "a.m"sv, "p.m"sv,
                                  "min"sv, "max"sv, "hab"sv, "Mt"sv,   "Ave"sv, "Blvd"sv, "Cie"sv};
constexpr std::array starters = {
    "the"sv,  "a"sv,    "an"sv,   "he"sv,   "she"sv,  "it"sv,   "they"sv, "we"sv,    "you"sv,  "i"sv,    "in"sv,   "on"sv,   "at"sv,
    "but"sv,  "and"sv,  "or"sv,   "this"sv, "that"sv, "these"sv, "those"sv, "his"sv, "her"sv,  "its"sv,  "their"sv, "there"sv, "what"sv,
    "when"sv, "who"sv,  "if"sv,   "as"sv,   "after"sv, "before"sv, "while"sv, "since"sv, "for"sv, "from"sv, "by"sv, "with"sv, "so"sv,
    "le"sv,   "la"sv,   "les"sv,  "l"sv,    "un"sv,   "une"sv,  "des"sv,  "il"sv,    "elle"sv, "ils"sv,  "elles"sv, "on"sv,  "nous"sv,
    "vous"sv, "ce"sv,   "cet"sv,  "cette"sv, "ces"sv, "en"sv,   "dans"sv, "mais"sv,  "et"sv,   "pour"sv, "par"sv,  "selon"sv, "au"sv,
    "aux"sv,  "à"sv,    "si"sv,   "son"sv,  "sa"sv,   "ses"sv,  "leur"sv, "leurs"sv, "après"sv, "avant"sv, "avec"sv, "depuis"sv};
constexpr std::array saying = {"说"sv, "說"sv, "表示"sv, "称"sv, "稱"sv, "指出"sv, "写道"sv, "寫道"sv, "问道"sv, "問道"sv, "答道"sv};

template <class List>
bool in(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

char32_t first_of(std::string_view s) {
  std::size_t pos = 0;
  return s.empty() ? 0 : next_code_point(s, pos);
}

char32_t last_of(std::string_view s) {
  if (s.empty()) return 0;
  std::size_t pos = s.size() - 1;
  while (pos > 0 && (static_cast<unsigned char>(s[pos]) & 0xC0) == 0x80) --pos;
  return next_code_point(s, pos);
}

bool is_letter(char32_t c) { return u_isalpha(static_cast<UChar32>(c)); }
bool is_lower(char32_t c) { return u_islower(static_cast<UChar32>(c)); }
bool is_upper(char32_t c) { return u_isupper(static_cast<UChar32>(c)); }

bool opens(char32_t c) { return c == U'«' || c == U'“' || c == U'‘' || c == U'「' || c == U'『' || c == U'（' || c == U'《' || c == U'【'; }

bool closes(char32_t c) {
  return c == U'»' || c == U'”' || c == U'’' || c == U'」' || c == U'』' || c == U')' || c == U'）' || c == U']' || c == U'】' || c == U'》' ||
         c == U'›';
}

// The first word, in lower case; an elision stands for itself ("L'État" gives "l").
std::string first_word(std::string_view s) {
  std::string word;
  for (std::size_t pos = 0; pos < s.size() && word.size() < 32;) {
    const char32_t c = next_code_point(s, pos);
    if (!is_letter(c)) {
      if (word.empty()) continue;
      break;
    }
    append_code_point(word, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  }
  return word;
}

// The word before a final full stop, with its inner ones: "U.S" of "the U.S."
std::string_view last_word(std::string_view s) {
  s.remove_suffix(1);
  std::size_t begin = s.size();
  while (begin > 0) {
    std::size_t at = begin - 1;
    while (at > 0 && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80) --at;
    std::size_t probe = at;
    const char32_t c = next_code_point(s, probe);
    if (!is_letter(c) && c != '.' && !(c >= '0' && c <= '9')) break;
    begin = at;
  }
  return s.substr(begin);
}

// "J", "U.S", "J.-P" leaves "P": letters alone between full stops.
bool is_initials(std::string_view word) {
  std::size_t letters = 0;
  for (std::size_t pos = 0; pos < word.size();) {
    const char32_t c = next_code_point(word, pos);
    if (c == '.') {
      letters = 0;
      continue;
    }
    if (!is_upper(c) || ++letters > 1) return false;
  }
  return letters == 1;
}

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool ends_in_abbreviation(std::string_view left, std::string_view right) {
  const std::string_view word = last_word(left);
  if (word.empty() || word.size() > 16) return false;
  if (is_number(word)) return word.size() == left.size() - 1 && word.size() <= 3;  // "1." that numbers a list
  if (in(introducing, word)) return true;
  return (in(ambiguous, word) || is_initials(word)) && !in(starters, first_word(right));
}

struct quote_balance {
  int opened = 0;  // and not closed again
  int closed = 0;  // and not opened before
};

quote_balance balance(std::string_view s) {
  quote_balance b;
  for (std::size_t pos = 0; pos < s.size();) {
    const char32_t c = next_code_point(s, pos);
    if (c == U'«' || c == U'“' || c == U'「' || c == U'『') ++b.opened;
    if (c != U'»' && c != U'”' && c != U'」' && c != U'』') continue;
    if (b.opened > 0) --b.opened;
    else ++b.closed;
  }
  return b;
}

// "……。”他说。": who said it belongs to what was said.
bool names_the_speaker(std::string_view left, std::string_view right) {
  const char32_t c = last_of(left);
  if ((c != U'”' && c != U'」' && c != U'』') || right.size() > 60 || opens(first_of(right))) return false;
  return std::any_of(saying.begin(), saying.end(), [&](std::string_view verb) { return right.find(verb) != right.npos; });
}

text_span trimmed(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view inner = trim(text.substr(begin, end - begin));
  if (inner.empty()) return {begin, begin};
  const auto at = static_cast<std::size_t>(inner.data() - text.data());
  return {at, at + inner.size()};
}

// Where the text goes on behind closing marks and the space after them; 0: it doesn't begin with any.
std::size_t behind_closing_marks(std::string_view s) {
  std::size_t behind = 0;
  for (std::size_t pos = 0; pos < s.size();) {
    const std::size_t begin = pos;
    const char32_t c = next_code_point(s, pos);
    if (closes(c)) continue;
    behind = begin;
    break;
  }
  while (behind > 0 && behind < s.size() && trim(s.substr(behind, 1)).empty()) ++behind;
  return behind;
}

class joiner {
 public:
  explicit joiner(std::string_view text) : text_(text) {}

  void add(text_span piece) {
    if (piece.begin == piece.end) return;
    // ICU ends a sentence before " »": the mark belongs to it, and what follows in a capital doesn't.
    if (const std::size_t behind = behind_closing_marks(of(piece)); behind > 0 && !out_.empty() && is_upper(first_of(of(piece).substr(behind)))) {
      add(trimmed(text_, piece.begin, piece.begin + behind));
      piece.begin += behind;
    }
    const quote_balance quotes = balance(of(piece));
    if (!out_.empty() && goes_on(out_.back(), piece, quotes)) {
      out_.back().end = piece.end;
      quotes_ = std::max(0, quotes_ - quotes.closed) + quotes.opened;
    } else {
      out_.push_back(piece);
      quotes_ = quotes.opened;
    }
  }
  std::vector<text_span> take() { return std::move(out_); }

 private:
  static constexpr std::size_t longest_quote = 700;  // bytes: a quote that doesn't end is not one

  std::string_view of(text_span s) const { return text_.substr(s.begin, s.end - s.begin); }

  bool goes_on(text_span before, text_span next, quote_balance quotes) const {
    const std::string_view left = of(before), right = of(next);
    const std::string_view gap = text_.substr(before.end, next.begin - before.end);
    const auto lines = std::count(gap.begin(), gap.end(), '\n');
    if (lines > 1 || gap.find("\xE2\x80\xA9") != gap.npos) return false;
    const char32_t c = first_of(right);
    if (is_lower(c)) return lines == 0 || last_of(left) != '.';
    if (lines > 0) return false;
    if (closes(c)) return true;
    if (left.ends_with('.') && ends_in_abbreviation(left, right)) return true;
    if (names_the_speaker(left, right)) return true;
    return quotes_ > 0 && before.end - before.begin < longest_quote && quotes.closed > 0;
  }

  std::string_view text_;
  std::vector<text_span> out_;
  int quotes_ = 0;  // open at the end of the last sentence
};

std::size_t before_opening_marks(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin) {
    std::size_t at = end - 1;
    while (at > begin && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    std::size_t probe = at;
    if (!opens(next_code_point(text, probe))) break;
    end = at;
  }
  return end;
}

}  // namespace

std::vector<text_span> sentence_spans(std::string_view text, std::string_view) {
  joiner sentences(text);
  std::size_t from = 0;
  each_piece(text, boundary::sentence, [&](std::size_t, std::size_t end, bool) {
    // ICU gives an opening quote after "。" to the sentence before it.
    const std::size_t to = end < text.size() ? before_opening_marks(text, from, end) : end;
    sentences.add(trimmed(text, from, to));
    from = to;
  });
  return sentences.take();
}

}  // namespace depeche
