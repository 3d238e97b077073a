#include "digest/sentence_pool.hpp"

#include "base/localisation.hpp"
#include "base/utf8.hpp"
#include "digest/openings.hpp"

#include <algorithm>
#include <cmath>

namespace depeche {
namespace {

constexpr std::size_t sentence_limit = 2000;  // of all texts together that are weighed

// Whatever closes behind its end.
bool ends_as_a_sentence(std::string_view text) {
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    std::size_t pos = last;
    switch (next_code_point(text, pos)) {
      case U'.': case U'!': case U'?': case U'…': case U'。': case U'！': case U'？': case U'；': return true;
      case U'”': case U'’': case U'"': case U'\'': case U'»': case U'」': case U'』': case U')': case U'）': case U']': case U'】': case U' ': case 0xA0: case 0x202F: break;
      default: return false;
    }
    text = text.substr(0, last);
  }
  return false;
}

double shape_of(std::string_view text, std::size_t words) {
  if (is_furniture(text)) return 0.1;
  if (!ends_as_a_sentence(text) && words < 12) return 0.4;
  if (words < 5) return 0.3;
  if (words < 9) return 0.75;
  constexpr std::size_t long_from = 36;
  return words <= long_from ? 1 : std::max(0.65, 1 - 0.008 * static_cast<double>(words - long_from));
}

}  // namespace

double dot(const sparse_vector& a, const sparse_vector& b) {
  double sum = 0;
  for (auto l = a.begin(), r = b.begin(); l != a.end() && r != b.end();) {
    if (l->first == r->first) sum += l++->second * r++->second;
    else if (l->first < r->first) ++l;
    else ++r;
  }
  return sum;
}

sparse_vector count_each(std::vector<term> terms) {
  std::sort(terms.begin(), terms.end());
  sparse_vector counts;
  for (const term t : terms) {
    if (counts.empty() || counts.back().first != t) counts.emplace_back(t, 1);
    else ++counts.back().second;
  }
  return counts;
}

void scale_to_one(sparse_vector& v) {
  double squares = 0;
  for (const auto& [t, w] : v) squares += w * w;
  if (squares > 0)
    for (auto& [t, w] : v) w /= std::sqrt(squares);
}

sentence_pool::sentence_pool(std::string_view tag, const std::vector<std::string_view>& texts) : language(known_language(tag)), words(tag) {
  for (std::size_t doc = 0; doc < texts.size(); ++doc) {
    std::size_t place = 0;
    for (const text_span& span : sentence_spans(texts[doc], language)) {
      if (sentences.size() == sentence_limit) return;
      pooled_sentence s;
      s.doc = doc;
      s.place = place++;
      s.span = span;
      s.text = texts[doc].substr(span.begin, span.end - span.begin);
      each_word(s.text, [&](std::string_view word) {
        ++s.words;
        if (const auto t = words.term_of(word)) s.sequence.push_back(*t);
      });
      s.leaning = leans_back(s.text, language);
      s.shape = shape_of(s.text, s.words);
      total_words += s.words;
      sentences.push_back(std::move(s));
    }
  }
}

summary_sentence with_position(const pooled_sentence& s, std::string_view text) {
  const std::size_t begin = count_code_points(text.substr(0, s.span.begin));
  return {std::string(s.text), begin, begin + count_code_points(s.text), {}};
}

}  // namespace depeche
