#include "digest/told_again.hpp"

#include "digest/stated_numbers.hpp"

#include <algorithm>

namespace depeche {

std::set<std::string> numbers_in(std::string_view text) { return stated_numbers(fold_for_comparison(text)); }

told_again::told_again(const sentence_pool& pool) : pool_(pool), numbers_(pool.sentences.size()) {
  for (const pooled_sentence& s : pool.sentences) {
    said_.push_back(count_each(s.sequence));
    std::erase_if(said_.back(), [&](const auto& t) { return pool.words.is_common(t.first); });
  }
}

const std::set<std::string>& told_again::numbers(std::size_t place) const {
  auto& known = numbers_[place];
  if (!known) known = numbers_in(pool_.sentences[place].text);
  return *known;
}

double told_again::share(std::size_t place, const std::vector<std::size_t>& chosen) const {
  std::size_t met = 0;
  for (const auto& [t, n] : said_[place])
    met += std::any_of(chosen.begin(), chosen.end(), [&, word = t](std::size_t c) {
             const auto at = std::lower_bound(said_[c].begin(), said_[c].end(), word, [](const auto& a, term b) { return a.first < b; });
             return at != said_[c].end() && at->first == word;
           }) ? 1U : 0U;
  return said_[place].empty() ? 1 : static_cast<double>(met) / static_cast<double>(said_[place].size());
}

std::size_t told_again::numbers_met(std::size_t place, const std::vector<std::size_t>& chosen) const {
  const auto& own = numbers(place);
  return static_cast<std::size_t>(std::count_if(own.begin(), own.end(), [&](const std::string& n) {
    const bool year = n.size() == 4 && (n.starts_with("19") || n.starts_with("20"));
    return !year && std::any_of(chosen.begin(), chosen.end(), [&](std::size_t c) { return numbers(c).contains(n); });
  }));
}

double told_again::likeness(std::size_t a, std::size_t b) const {
  sparse_vector left = said_[a], right = said_[b];
  scale_to_one(left);
  scale_to_one(right);
  return dot(left, right);
}

}  // namespace depeche
