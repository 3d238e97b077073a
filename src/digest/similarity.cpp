#include "digest/similarity.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <cmath>

namespace depeche {
namespace {

constexpr std::size_t text_bytes = 6000;   // of a text that are read: what an article is about stands at its beginning
constexpr std::size_t lead_bytes = 400;
constexpr float title_weight = 2;
constexpr float lead_weight = 0.5F;

void add_terms(std::vector<weighted_term>& out, const std::vector<term>& terms, float weight) {
  for (const term t : terms) out.push_back({t, weight});
}

}  // namespace

term_vector count_terms(vocabulary& words, std::string_view title, std::string_view text) {
  term_vector all;
  add_terms(all, words.terms(title), title_weight);
  const std::string_view read = truncate_bytes(text, text_bytes);
  const std::string_view lead = truncate_bytes(read, lead_bytes);
  add_terms(all, words.terms(lead), 1 + lead_weight);
  add_terms(all, words.terms(read.substr(lead.size())), 1);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  term_vector counts;
  for (const weighted_term& t : all) {
    if (counts.empty() || counts.back().id != t.id) counts.push_back(t);
    else counts.back().weight += t.weight;
  }
  return counts;
}

std::size_t similarity_index::add(term_vector counts) {
  documents_.push_back(std::move(counts));
  return documents_.size() - 1;
}

void similarity_index::finish() {
  std::vector<std::uint32_t> frequency;
  for (const auto& d : documents_)
    for (const weighted_term& t : d) {
      if (t.id >= frequency.size()) frequency.resize(t.id + 1, 0);
      ++frequency[t.id];
    }
  // A small collection says little about how common a word is: it counts as a part of a larger one.
  constexpr std::size_t least_total = 200;
  const auto total = static_cast<float>(std::max(documents_.size(), least_total));
  const std::size_t commonest = std::max<std::size_t>(64, documents_.size() / 8);
  postings_.resize(frequency.size());
  for (std::size_t n = 0; n < documents_.size(); ++n) {
    float squares = 0;
    for (weighted_term& t : documents_[n]) {
      const float idf = std::log((total + 1) / (static_cast<float>(frequency[t.id]) + 0.5F));
      t.weight = (1 + std::log(std::max(1.0F, t.weight))) * idf;
      squares += t.weight * t.weight;
    }
    const float length = squares > 0 ? std::sqrt(squares) : 1;
    for (weighted_term& t : documents_[n]) {
      t.weight /= length;
      if (frequency[t.id] > 1 && frequency[t.id] <= commonest)
        postings_[t.id].push_back({static_cast<std::uint32_t>(n), t.weight});
    }
  }
}

float similarity_index::similarity(std::size_t a, std::size_t b) const {
  const auto &left = documents_[a], &right = documents_[b];
  float sum = 0;
  for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
    if (l->id == r->id) sum += l++->weight * r++->weight;
    else if (l->id < r->id) ++l;
    else ++r;
  }
  return std::min(sum, 1.0F);
}

std::vector<neighbour> similarity_index::nearest(std::size_t of, std::size_t count, float at_least, std::size_t heaviest) const {
  term_vector asked = documents_[of];
  const auto heavier = [](const weighted_term& a, const weighted_term& b) { return a.weight > b.weight; };
  if (asked.size() > heaviest) {
    std::nth_element(asked.begin(), asked.begin() + static_cast<std::ptrdiff_t>(heaviest), asked.end(), heavier);
    asked.resize(heaviest);
  }
  std::vector<float> sums(documents_.size(), 0);
  std::vector<neighbour> met;
  for (const weighted_term& t : asked)
    for (const posting& p : postings_[t.id]) {
      if (sums[p.document] == 0) met.push_back({p.document, 0});
      sums[p.document] += p.weight * t.weight;
    }
  std::erase_if(met, [&](const neighbour& n) { return n.document == of; });
  for (neighbour& n : met) n.similarity = sums[n.document];
  // Who has little of the heaviest terms has little of all: the common ones left out weigh least.
  std::erase_if(met, [&](const neighbour& n) { return n.similarity < at_least / 4; });
  const auto better = [](const neighbour& a, const neighbour& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.document < b.document;
  };
  // The sums lack the terms left out: weigh some more than wanted anew, with all terms.
  const std::size_t weighed = std::min(met.size(), 2 * count + 16);
  std::partial_sort(met.begin(), met.begin() + static_cast<std::ptrdiff_t>(weighed), met.end(), better);
  met.resize(weighed);
  for (neighbour& n : met) n.similarity = similarity(of, n.document);
  std::sort(met.begin(), met.end(), better);
  std::erase_if(met, [&](const neighbour& n) { return n.similarity < at_least; });
  if (met.size() > count) met.resize(count);
  return met;
}

}  // namespace depeche
