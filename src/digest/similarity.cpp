#include "digest/similarity.hpp"

#include "base/utf8.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>

namespace depeche {
namespace {

constexpr std::size_t text_bytes = 6000;  // of a text that are read: what an article is about stands at its beginning
constexpr std::size_t lead_bytes = 400;
constexpr float title_weight = 2;
constexpr float lead_weight = 1.5F;
constexpr float name_factor = 1.4F;
constexpr float pair_weight = 0.6F;        // of two Chinese characters beside the words they stand in
constexpr float part_weight = 0.5F;        // of a word's beginning, of a single character
constexpr std::size_t title_only_words = 40;
constexpr float pivot = 0.75F;             // how much of a document's length counts against it

bool is_han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0xF900 && c <= 0xFAFF); }

char32_t first_of(std::string_view word) {
  std::size_t pos = 0;
  return word.empty() ? 0 : next_code_point(word, pos);
}

// Reads one stretch of an article after the other.
class reader {
 public:
  explicit reader(vocabulary& words) : words_(words) {}

  void read(std::string_view text, float weight, bool is_title) {
    std::size_t end = 0;
    each_word(text, [&](std::string_view word) {
      const auto begin = static_cast<std::size_t>(word.data() - text.data());
      const bool opens = end == 0 || text.substr(end, begin - end).find_first_of(".!?:\n") != std::string_view::npos;
      end = begin + word.size();
      ++count_;
      const auto t = words_.term_of(word);
      if (!t) return;
      const bool name = !is_title && !opens && u_isupper(static_cast<UChar32>(first_of(word)));
      met_.push_back({*t, name ? -weight : weight});
      if (is_title) title_words_.push_back(word);
    });
    add_pairs(text, weight * pair_weight);
  }

  term_vector take() {
    if (count_ <= title_only_words) add_parts();
    std::sort(met_.begin(), met_.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    term_vector out;
    for (std::size_t i = 0; i < met_.size();) {
      float sum = 0;
      bool name = false;
      const term t = met_[i].id;
      for (; i < met_.size() && met_[i].id == t; ++i) {
        sum += std::abs(met_[i].weight);
        name = name || met_[i].weight < 0;
      }
      out.push_back({t, (sum > 1 ? 1 + std::log(sum) : sum) * (name ? name_factor : 1)});
    }
    out.shrink_to_fit();  // kept as long as the article is known
    return out;
  }

 private:
  void add_pairs(std::string_view text, float weight) {
    char32_t before = 0;
    std::size_t begin = 0;
    for (std::size_t pos = 0; pos < text.size();) {
      const std::size_t at = pos;
      const char32_t c = static_cast<unsigned char>(text[pos]) < 0x80 ? static_cast<char32_t>(text[pos++]) : next_code_point(text, pos);
      if (is_han(c) && is_han(before)) met_.push_back({words_.mark('2', text.substr(begin, pos - begin)), weight});
      before = c;
      begin = at;
    }
  }

  // A title alone shares few words with others of its subject: more of its words' beginnings, and of its characters.
  void add_parts() {
    constexpr std::size_t letters = 5;
    for (const std::string_view word : title_words_) {
      if (is_han(first_of(word))) {
        for (std::size_t pos = 0; pos < word.size();) {
          const std::size_t at = pos;
          next_code_point(word, pos);
          met_.push_back({words_.mark('1', word.substr(at, pos - at)), part_weight});
        }
      } else if (count_code_points(word) > letters) {
        std::string part;
        for (std::size_t pos = 0, n = 0; pos < word.size() && n < letters; ++n)
          append_code_point(part, static_cast<char32_t>(u_tolower(static_cast<UChar32>(next_code_point(word, pos)))));
        met_.push_back({words_.mark('p', part), part_weight});
      }
    }
  }

  vocabulary& words_;
  std::vector<weighted_term> met_;  // a negative weight: as a name
  std::vector<std::string_view> title_words_;
  std::size_t count_ = 0;
};

bool better(const neighbour& a, const neighbour& b) { return a.rank != b.rank ? a.rank > b.rank : a.document < b.document; }

}  // namespace

term_vector weigh_terms(vocabulary& words, std::string_view title, std::string_view text) {
  reader all(words);
  // A title that came as the text is a title all the same.
  if (title.empty() && text.size() <= 200 && text.find('\n') == text.npos) std::swap(title, text);
  all.read(title, title_weight, true);
  const std::string_view read = truncate_bytes(text, text_bytes);
  const std::string_view lead = truncate_bytes(read, lead_bytes);
  all.read(lead, lead_weight, false);
  all.read(read.substr(lead.size()), 1, false);
  return all.take();
}

float similarity_index::idf_of(term t) const {
  // A small collection says little about how common a word is: it counts as a part of a larger one, in which a common word stands
  // in every seventh article.
  constexpr float elsewhere = 150, common_elsewhere = 20;
  const auto total = static_cast<float>(documents_.size() - removed_) + elsewhere;
  const auto frequency = static_cast<float>(postings_[t].size()) + (words_->is_common(t) ? common_elsewhere : 0);
  return std::max(0.05F, std::log((total + 1) / (frequency + 0.5F)));
}

float similarity_index::norm_of(const term_vector& terms) const {
  float squares = 0;
  for (const weighted_term& t : terms) squares += t.weight * t.weight * idf_[t.id] * idf_[t.id];
  return squares > 0 ? std::sqrt(squares) : 1;
}

bool similarity_index::is_rare_enough(term t) const {
  return postings_[t].size() > 1 && postings_[t].size() <= std::max<std::size_t>(64, documents_.size() / 8);
}

std::size_t similarity_index::add(term_vector terms) {
  const std::size_t n = documents_.size();
  if (postings_.size() < words_->size()) {
    postings_.resize(words_->size());
    idf_.resize(words_->size(), 0);
  }
  for (const weighted_term& t : terms) postings_[t.id].push_back({static_cast<std::uint32_t>(n), t.weight});
  documents_.push_back(std::move(terms));
  for (const weighted_term& t : documents_[n])
    if (idf_[t.id] == 0) idf_[t.id] = idf_of(t.id);
  norms_.push_back(norm_of(documents_[n]));
  norm_sum_ += norms_[n];
  if (documents_.size() - removed_ > settled_at_ + settled_at_ / 10 + 8) settle();
  return n;
}

void similarity_index::remove(std::size_t document) {
  if (norms_[document] == 0) return;
  for (const weighted_term& t : documents_[document])
    std::erase_if(postings_[t.id], [&](const posting& p) { return p.document == document; });
  norm_sum_ -= norms_[document];
  norms_[document] = 0;
  documents_[document] = {};
  ++removed_;
}

void similarity_index::settle() {
  for (std::size_t t = 0; t < idf_.size(); ++t)
    if (!postings_[t].empty()) idf_[t] = idf_of(static_cast<term>(t));
  norm_sum_ = 0;
  for (std::size_t n = 0; n < documents_.size(); ++n) {
    if (norms_[n] == 0) continue;
    norms_[n] = norm_of(documents_[n]);
    norm_sum_ += norms_[n];
  }
  settled_at_ = documents_.size() - removed_;
}

float similarity_index::product(std::size_t a, std::size_t b) const {
  const auto &left = documents_[a], &right = documents_[b];
  float sum = 0;
  for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
    if (l->id == r->id) {
      sum += l->weight * r->weight * idf_[l->id] * idf_[l->id];
      ++l, ++r;
    } else if (l->id < r->id) {
      ++l;
    } else {
      ++r;
    }
  }
  return sum;
}

float similarity_index::similarity(std::size_t a, std::size_t b) const {
  if (norms_[a] == 0 || norms_[b] == 0) return 0;
  return std::min(product(a, b) / (norms_[a] * norms_[b]), 1.0F);
}

std::vector<neighbour> similarity_index::nearest(std::size_t of, std::size_t count, float at_least, std::size_t heaviest) const {
  struct asked_term {
    term id;
    float weight;
  };
  std::vector<asked_term> asked;
  for (const weighted_term& t : documents_[of])
    if (is_rare_enough(t.id)) asked.push_back({t.id, t.weight * idf_[t.id] * idf_[t.id]});
  const auto heavier = [](const asked_term& a, const asked_term& b) { return a.weight > b.weight; };
  if (asked.size() > heaviest) {
    std::nth_element(asked.begin(), asked.begin() + static_cast<std::ptrdiff_t>(heaviest), asked.end(), heavier);
    asked.resize(heaviest);
  }
  thread_local std::vector<float> sums;
  sums.assign(documents_.size(), 0);
  std::vector<neighbour> met;
  for (const asked_term& t : asked)
    for (const posting& p : postings_[t.id]) {
      if (sums[p.document] == 0) met.push_back({p.document});
      sums[p.document] += p.weight * t.weight;
    }
  const float own = norms_[of];
  const auto mean = static_cast<float>(norm_sum_ / static_cast<double>(std::max<std::size_t>(1, documents_.size() - removed_)));
  const auto set = [&](neighbour& n, float sum) {
    n.similarity = std::min(1.0F, sum / (own * norms_[n.document]));
    n.rank = sum / (own * ((1 - pivot) * mean + pivot * norms_[n.document]));
  };
  // Who has little of the heaviest terms has little of all: the common ones left out weigh least.
  std::erase_if(met, [&](neighbour& n) {
    set(n, sums[n.document]);
    return n.document == of || n.similarity < at_least / 4;
  });
  // The sums lack the terms left out: weigh some more than wanted anew, with all terms.
  const std::size_t weighed = std::min(met.size(), 2 * count + 16);
  std::partial_sort(met.begin(), met.begin() + static_cast<std::ptrdiff_t>(weighed), met.end(), better);
  met.resize(weighed);
  for (neighbour& n : met) set(n, product(of, n.document));
  std::sort(met.begin(), met.end(), better);
  std::erase_if(met, [&](const neighbour& n) { return n.similarity < at_least; });
  // Room for everybody met is not kept with each article's few neighbours.
  return {met.begin(), met.begin() + static_cast<std::ptrdiff_t>(std::min(count, met.size()))};
}

std::vector<neighbour> similarity_index::about(const std::vector<term>& terms, std::size_t count) const {
  thread_local std::vector<float> sums;
  sums.assign(documents_.size(), 0);
  std::vector<neighbour> met;
  for (const term t : terms) {
    if (t >= postings_.size()) continue;
    for (const posting& p : postings_[t]) {
      if (sums[p.document] == 0) met.push_back({p.document});
      sums[p.document] += std::min(2.5F, p.weight) * idf_[t];
    }
  }
  for (neighbour& n : met) n.similarity = n.rank = sums[n.document];
  const std::size_t kept = std::min(count, met.size());
  std::partial_sort(met.begin(), met.begin() + static_cast<std::ptrdiff_t>(kept), met.end(), better);
  return {met.begin(), met.begin() + static_cast<std::ptrdiff_t>(kept)};
}

}  // namespace depeche
