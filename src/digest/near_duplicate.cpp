#include "digest/near_duplicate.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/terms.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>
#include <string>

namespace depeche {
namespace {

constexpr std::size_t word_run = 3;
constexpr std::size_t character_run = 5;
constexpr double duplicate_from = 0.3;
constexpr std::size_t text_bytes = 20'000;  // compared of a text

using hashes = std::vector<std::uint32_t>;

std::uint32_t hash(std::string_view s) {
  std::uint32_t h = 2166136261U;
  for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
  return h;
}

std::uint64_t mix(std::uint64_t h, std::uint64_t next) {
  h ^= next + 0x9E3779B97F4A7C15ULL + (h << 6) + (h >> 2);
  return h * 0xFF51AFD7ED558CCDULL;
}

std::string lower(std::string_view word) {
  std::string out;
  for (std::size_t pos = 0; pos < word.size();)
    append_code_point(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(next_code_point(word, pos)))));
  return out;
}

char32_t first_of(std::string_view word) {
  std::size_t pos = 0;
  return next_code_point(word, pos);
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool ends_a_sentence(std::string_view gap) {
  return gap.find_first_of(".!?") != gap.npos || gap.find("。") != gap.npos || gap.find("！") != gap.npos || gap.find("？") != gap.npos;
}

void sort_once(hashes& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// The share of the smaller set that the other has too.
double shared(const hashes& a, const hashes& b) {
  const std::size_t smaller = std::min(a.size(), b.size());
  if (smaller == 0) return 0;
  std::size_t both = 0;
  for (auto l = a.begin(), r = b.begin(); l != a.end() && r != b.end();) {
    if (*l == *r) ++both, ++l, ++r;
    else if (*l < *r) ++l;
    else ++r;
  }
  return static_cast<double>(both) / static_cast<double>(smaller);
}

// 1 when most of the marks agree, 0 when hardly any does; too few marks say nothing.
double agreement(const hashes& a, const hashes& b, std::size_t enough) {
  if (std::min(a.size(), b.size()) < enough) return 1;
  return std::clamp((shared(a, b) - 0.25) / 0.5, 0.0, 1.0);
}

// The runs of a text, and where each begins; ascending.
struct run {
  std::uint64_t hash;
  std::uint32_t at;
};
std::vector<run> runs_of(const hashes& words, std::size_t length) {
  std::vector<run> runs;
  for (std::size_t i = 0; i + length <= words.size(); ++i) {
    std::uint64_t h = 0;
    for (std::size_t k = 0; k < length; ++k) h = mix(h, words[i + k]);
    runs.push_back({h, static_cast<std::uint32_t>(i)});
  }
  std::sort(runs.begin(), runs.end(), [](const run& a, const run& b) { return a.hash != b.hash ? a.hash < b.hash : a.at < b.at; });
  return runs;
}

// Which words of a text stand in a run that the other text has too, and how many different runs they share.
struct common_ground {
  std::vector<bool> left, right;
  std::size_t runs = 0, left_runs = 0, right_runs = 0;
};

common_ground lay_over(const fingerprint& a, const fingerprint& b, std::size_t length) {
  const auto left = runs_of(a.words, length), right = runs_of(b.words, length);
  common_ground ground{std::vector<bool>(a.words.size()), std::vector<bool>(b.words.size())};
  const auto mark = [length](std::vector<bool>& words, std::size_t at) { std::fill_n(words.begin() + static_cast<std::ptrdiff_t>(at), length, true); };
  for (auto l = left.begin(), r = right.begin(); l != left.end() || r != right.end();) {
    const bool from_left = r == right.end() || (l != left.end() && l->hash <= r->hash);
    const bool from_right = l == left.end() || (r != right.end() && r->hash <= l->hash);
    const std::uint64_t h = from_left ? l->hash : r->hash;
    ground.left_runs += from_left ? 1 : 0;
    ground.right_runs += from_right ? 1 : 0;
    ground.runs += from_left && from_right ? 1 : 0;
    for (; l != left.end() && l->hash == h; ++l)
      if (from_right) mark(ground.left, l->at);
    for (; r != right.end() && r->hash == h; ++r)
      if (from_left) mark(ground.right, r->at);
  }
  return ground;
}

// The words of the passages, of at least `length` words, that the other text hasn't; those at its beginning and end apart.
struct own_passages {
  hashes at_begin, inside, at_end;
  std::size_t end_begins = 0;  // the word with which at_end begins
};
own_passages passages_of(const hashes& words, const std::vector<bool>& common, std::size_t length) {
  own_passages own;
  constexpr std::size_t ragged = 2;  // words by chance in common that don't end a passage
  for (std::size_t i = 0; i < words.size();) {
    if (common[i]) {
      ++i;
      continue;
    }
    std::size_t end = i, last = i;
    for (; end < words.size() && end - last <= ragged + word_run; ++end)
      if (!common[end]) last = end;
    ++last;
    if (last - i >= length) {
      if (last == words.size()) own.end_begins = i;
      hashes& to = last == words.size() ? own.at_end : i == 0 ? own.at_begin : own.inside;
      to.insert(to.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.begin() + static_cast<std::ptrdiff_t>(last));
    }
    i = last;
  }
  return own;
}

// Whether some words of a text, with so many sentences ended among them, are told in sentences rather than listed.
bool is_prose(std::size_t words, std::size_t stops, bool wide) { return words > 0 && stops * (wide ? 90U : 45U) >= words; }

bool ends_in_prose(const fingerprint& f, std::size_t begin) {
  const auto stops = f.stops.end() - std::upper_bound(f.stops.begin(), f.stops.end(), begin);
  return is_prose(f.words.size() - begin, static_cast<std::size_t>(stops), f.wide);
}

// How much of what both share is told in sentences.
bool shares_prose(const fingerprint& f, const std::vector<bool>& common) {
  const auto words = static_cast<std::size_t>(std::count(common.begin(), common.end(), true));
  const auto stops = std::count_if(f.stops.begin(), f.stops.end(), [&](std::uint32_t at) { return common[at - 1]; });
  return is_prose(words, static_cast<std::size_t>(stops), f.wide);
}

// How much of the shorter text is a passage of its own where the other text tells something else.
double dispute(const fingerprint& a, const fingerprint& b, const common_ground& ground) {
  const std::size_t length = a.wide ? 24 : 12;
  own_passages left = passages_of(a.words, ground.left, length), right = passages_of(b.words, ground.right, length);
  const auto disputed = [](hashes l, hashes r) {
    const auto words = static_cast<double>(std::min(l.size(), r.size()));
    sort_once(l);
    sort_once(r);
    return shared(l, r) < 0.45 ? words : 0.0;
  };
  const auto shorter = static_cast<double>(std::min(a.words.size(), b.words.size()));
  const double begins = disputed(left.at_begin, right.at_begin), ends = disputed(left.at_end, right.at_end);
  const auto ground_words = static_cast<double>(std::count(ground.left.begin(), ground.left.end(), true));
  const auto all_of = [](const own_passages& own) {
    hashes all = own.at_begin;
    all.insert(all.end(), own.inside.begin(), own.inside.end());
    all.insert(all.end(), own.at_end.begin(), own.at_end.end());
    return all;
  };
  const double all = disputed(all_of(left), all_of(right));
  // What stands at the edges of both may be what each site put around one text: its own first sentence, its own last lines.
  constexpr double good_part = 0.2, most_of_it = 0.6;
  const bool told = ends >= good_part * shorter && ends_in_prose(a, left.end_begins) && ends_in_prose(b, right.end_begins);
  const bool prose = shares_prose(a, ground.left);
  const bool own_end = ends > 0 && ends < ground_words && !told && prose;
  const bool own_lede = begins > 0 && begins < good_part * shorter && ground_words > most_of_it * shorter && prose;
  const double edges = std::min(all, (own_end ? ends : 0) + (own_lede ? begins : 0));
  return (edges * 0.15 + all - edges) / shorter;
}

}  // namespace

fingerprint fingerprint_of(std::string_view text) {
  text = truncate_bytes(text, text_bytes);
  fingerprint made;
  std::size_t characters = 0, end = 0;
  each_word(text, [&](std::string_view word) {
    const auto begin = static_cast<std::size_t>(word.data() - text.data());
    const std::string_view gap = text.substr(end, begin - end);
    const bool opens = end == 0 || gap.find_first_of(".!?:\n\"") != gap.npos || gap.find("«") != gap.npos || gap.find("“") != gap.npos;
    end = begin + word.size();
    if (!made.words.empty() && ends_a_sentence(gap)) made.stops.push_back(static_cast<std::uint32_t>(made.words.size()));
    if (is_cjk(first_of(word))) {
      for (std::size_t pos = 0; pos < word.size(); ++characters) made.words.push_back(static_cast<std::uint32_t>(next_code_point(word, pos)));
      return;
    }
    const std::uint32_t h = hash(lower(word));
    made.words.push_back(h);
    if (has_digit(word)) made.numbers.push_back(h);
    else if (!opens && u_isupper(static_cast<UChar32>(first_of(word)))) made.names.push_back(h);
  });
  if (!made.words.empty() && ends_a_sentence(text.substr(end))) made.stops.push_back(static_cast<std::uint32_t>(made.words.size()));
  made.wide = 2 * characters > made.words.size();
  sort_once(made.numbers);
  sort_once(made.names);
  return made;
}

likeness compare(const fingerprint& a, const fingerprint& b) {
  if (a.words.empty() || b.words.empty()) return {};
  if (a.words == b.words) return {1, true};
  constexpr std::size_t too_short = 6;  // runs: a line that any article may hold
  const common_ground ground = lay_over(a, b, a.wide || b.wide ? character_run : word_run);
  const std::size_t fewer = std::min(ground.left_runs, ground.right_runs);
  if (fewer < too_short) return {};
  constexpr double tolerated = 0.05, decisive = 0.17;
  const double own = std::clamp((dispute(a, b, ground) - tolerated) / (decisive - tolerated), 0.0, 1.0);
  const double score = static_cast<double>(ground.runs) / static_cast<double>(fewer) * agreement(a.numbers, b.numbers, 2) *
                       agreement(a.names, b.names, 3) * (1 - own);
  return {score, score >= duplicate_from};
}

}  // namespace depeche
