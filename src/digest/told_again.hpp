// Whether a sentence tells again what others of its pool tell: by the words that say something, and by its numbers.
#pragma once

#include "digest/sentence_pool.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace depeche {

// As the summaries count them (digest/stated_numbers).
std::set<std::string> numbers_in(std::string_view text);

// Of a pool's sentences, which outlive it; sentences are spoken of by their place in it. Not thread-safe: what was read of a sentence is kept.
class told_again {
 public:
  explicit told_again(const sentence_pool& pool);

  // How much of what a sentence says the chosen ones say: 0 to 1; 1 for one that says nothing.
  double share(std::size_t place, const std::vector<std::size_t>& chosen) const;
  // How many of its numbers, but for years, the chosen ones have: one is mostly the same fact again, two nearly always.
  std::size_t numbers_met(std::size_t place, const std::vector<std::size_t>& chosen) const;

  const std::set<std::string>& numbers(std::size_t place) const;
  // Likeness of two sentences' words, 0 to 1.
  double likeness(std::size_t a, std::size_t b) const;

 private:
  std::vector<sparse_vector> said_;  // of each sentence: its words that say something
  const sentence_pool& pool_;
  // Read when first asked for: they are found slowly, and of most sentences the words alone decide.
  mutable std::vector<std::optional<std::set<std::string>>> numbers_;
};

}  // namespace depeche
