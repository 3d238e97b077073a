#include "digest/terms.hpp"

#include "base/localisation.hpp"
#include "base/utf8.hpp"
#include "digest/break_iterator.hpp"
#include "digest/stop_words.hpp"

#include <libstemmer.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace depeche {
namespace {

enum class kind : unsigned char { other, letter, digit, apostrophe, point, wide };

constexpr char32_t typographic_apostrophe = U'’';

kind kind_of(char32_t c) {
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return kind::letter;
    if (c >= '0' && c <= '9') return kind::digit;
    return c == '\'' ? kind::apostrophe : c == '.' || c == ',' ? kind::point : kind::other;
  }
  if (c == typographic_apostrophe) return kind::apostrophe;
  const auto type = u_charType(static_cast<UChar32>(c));
  const bool wordy = u_isalpha(static_cast<UChar32>(c)) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
  if (wordy) return is_cjk(c) || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) ? kind::wide : kind::letter;
  return u_isdigit(static_cast<UChar32>(c)) ? kind::digit : kind::other;
}

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
using numbered = std::unordered_map<std::string, term, text_hash, std::equal_to<>>;

constexpr term says_nothing = ~term{0};

std::string lower_case(std::string_view word) {
  if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string out(word);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto* norm = icu::Normalizer2::getNFKCInstance(status);
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
  if (U_SUCCESS(status)) text = norm->normalize(text, status);
  text.toLower(icu::Locale::getRoot());
  std::string out;
  text.toUTF8String(out);
  return out;
}

std::string without_accents(const std::string& word) {
  if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return word;
  UErrorCode status = U_ZERO_ERROR;
  const auto* norm = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return word;
  const auto apart = norm->normalize(icu::UnicodeString::fromUTF8(word), status);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1))
    if (u_charType(apart.char32At(i)) != U_NON_SPACING_MARK) kept.append(apart.char32At(i));
  std::string out;
  kept.toUTF8String(out);
  return out;
}

// "l'état" -> "état", "government's" -> "government"; "aujourd'hui" stays.
std::string_view without_apostrophe(std::string_view word, std::string_view language) {
  for (const std::string_view mark : {std::string_view("'"), std::string_view("’")}) {
    const std::size_t at = word.find(mark);
    if (at == word.npos) continue;
    const std::string_view before = word.substr(0, at), after = word.substr(at + mark.size());
    if (language == "fr") {
      constexpr std::array elided = {"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"};
      return std::find(elided.begin(), elided.end(), before) != elided.end() ? without_apostrophe(after, language) : word;
    }
    return before;
  }
  return word;
}

struct stemmer_deleter {
  void operator()(sb_stemmer* s) const { sb_stemmer_delete(s); }
};

}  // namespace

void each_word(std::string_view text, const std::function<void(std::string_view)>& each) {
  const auto peek = [&](std::size_t at) { return at < text.size() ? kind_of(next_code_point(text, at)) : kind::other; };
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = pos;
    const kind first = kind_of(next_code_point(text, pos));
    if (first == kind::wide) {
      while (peek(pos) == kind::wide) next_code_point(text, pos);
      each_piece(text.substr(begin, pos - begin), boundary::word, [&](std::size_t from, std::size_t to, bool is_word) {
        if (is_word) each(text.substr(begin + from, to - from));
      });
      continue;
    }
    if (first != kind::letter && first != kind::digit) continue;
    kind before = first;
    for (std::size_t next = pos; next < text.size(); pos = next) {
      const kind k = kind_of(next_code_point(text, next));
      if (k == kind::letter || k == kind::digit) {
        before = k;
        continue;
      }
      const bool joins = (k == kind::apostrophe && before == kind::letter && peek(next) == kind::letter) ||
                         (k == kind::point && before == kind::digit && peek(next) == kind::digit);
      if (!joins) break;
    }
    each(text.substr(begin, pos - begin));
  }
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  each_word(text, [&](std::string_view) { ++count; });
  return count;
}

struct vocabulary::tables {
  std::string language;
  std::unique_ptr<sb_stemmer, stemmer_deleter> stemmer;
  numbered seen;   // words as written: most are met again, and cost one look-up then
  numbered terms;
  std::vector<bool> common;  // by term

  term number_new(std::string key, bool is_common = false) {
    const auto [at, fresh] = terms.try_emplace(std::move(key), static_cast<term>(terms.size()));
    if (fresh) common.push_back(is_common);
    return at->second;
  }

  // The word's stem without accents; empty for a word that says nothing.
  std::string stem_of(std::string_view written) const {
    const std::string lower = lower_case(written);
    const std::string_view word = without_apostrophe(lower, language);
    if (word.empty() || stop_words(language).contains(word)) return {};
    std::string stem(word);
    if (stemmer) {
      const auto* made = sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
      if (made) stem.assign(reinterpret_cast<const char*>(made), static_cast<std::size_t>(sb_stemmer_length(stemmer.get())));
    }
    return without_accents(stem);
  }

  void number_common_words() {
    each_word(common_words(language), [&](std::string_view word) {
      if (std::string stem = stem_of(word); !stem.empty()) number_new(std::move(stem), true);
    });
  }

  term number_of(std::string_view written) {
    std::string stem = stem_of(written);
    return stem.empty() ? says_nothing : number_new(std::move(stem));
  }
};

vocabulary::vocabulary(std::string_view language) : tables_(std::make_unique<tables>()) {
  tables_->language = known_language(language);
  if (tables_->language == "fr" || tables_->language == "en")
    tables_->stemmer.reset(sb_stemmer_new(tables_->language == "fr" ? "french" : "english", nullptr));
  tables_->number_common_words();
}
vocabulary::~vocabulary() = default;
vocabulary::vocabulary(vocabulary&&) noexcept = default;
vocabulary& vocabulary::operator=(vocabulary&&) noexcept = default;

std::optional<term> vocabulary::term_of(std::string_view word) {
  constexpr std::size_t longest_word = 64;  // longer ones are not words; as much of them tells them apart
  word = truncate_bytes(word, longest_word);
  auto known = tables_->seen.find(word);
  if (known == tables_->seen.end()) known = tables_->seen.emplace(std::string(word), tables_->number_of(word)).first;
  return known->second == says_nothing ? std::nullopt : std::optional(known->second);
}

std::vector<term> vocabulary::terms(std::string_view text) {
  std::vector<term> out;
  each_word(text, [&](std::string_view word) {
    if (const auto t = term_of(word)) out.push_back(*t);
  });
  return out;
}

std::vector<term> vocabulary::known_terms(std::string_view text) {
  std::vector<term> out;
  each_word(text, [&](std::string_view word) {
    const auto found = tables_->terms.find(tables_->stem_of(truncate_bytes(word, 64)));
    if (found != tables_->terms.end()) out.push_back(found->second);
  });
  return out;
}

term vocabulary::mark(char kind, std::string_view of) {
  // No word begins with a control character.
  std::string key{'\x1f', kind};
  key += of;
  return tables_->number_new(std::move(key));
}

bool vocabulary::is_common(term t) const { return tables_->common[t]; }

std::size_t vocabulary::size() const { return tables_->terms.size(); }

}  // namespace depeche
