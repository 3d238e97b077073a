// How alike articles are by their words: TF-IDF over an index that is kept, so that a new article costs time in proportion to
// those that share its words, not to the archive.
#pragma once

#include "digest/terms.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace depeche {

struct weighted_term {
  term id = 0;
  float weight = 0;
};
using term_vector = std::vector<weighted_term>;  // by ascending id, each once

// What an article says, and how much of it: words by how often they stand there (more in the title and at the beginning, and names
// more than others), in Chinese pairs of characters beside the words, and the parts of words where there is a title only.
term_vector weigh_terms(vocabulary& words, std::string_view title, std::string_view text);

struct neighbour {
  std::size_t document = 0;
  float similarity = 0;  // cosine, 0 to 1
  float rank = 0;        // what they are ordered by: the cosine, with less favour to short documents
};

// Not thread-safe. Holds the vocabulary's reference.
class similarity_index {
 public:
  explicit similarity_index(const vocabulary& words) : words_(&words) {}

  // Returns its number, counting from 0.
  std::size_t add(term_vector terms);
  // Its number is not given again; neighbours no longer name it.
  void remove(std::size_t document);
  std::size_t size() const { return documents_.size(); }  // with those removed
  std::size_t removed() const { return removed_; }
  // Weighs all terms by what is known now. Done by itself as the index grows; for those who add everything first and ask then.
  void settle();

  float similarity(std::size_t a, std::size_t b) const;
  // The documents most like `of`, itself left out, best first, at most `count`, none under `at_least`. Looks at the `heaviest` terms
  // of `of` only, and not at terms that a large part of all documents have: who shares nothing else is no neighbour.
  std::vector<neighbour> nearest(std::size_t of, std::size_t count, float at_least, std::size_t heaviest = 128) const;
  // The documents that speak most of these terms (of all of them rather than of one), best first.
  std::vector<neighbour> about(const std::vector<term>& terms, std::size_t count) const;

 private:
  struct posting {
    std::uint32_t document;
    float weight;
  };
  float idf_of(term t) const;
  float norm_of(const term_vector& terms) const;
  bool is_rare_enough(term t) const;
  float product(std::size_t a, std::size_t b) const;

  const vocabulary* words_;
  std::vector<term_vector> documents_;  // weights without the terms' rarity
  std::vector<float> norms_;            // 0 for those removed
  std::vector<std::vector<posting>> postings_;
  std::vector<float> idf_;              // by term, as of the last settling, or of the term's first document
  std::size_t removed_ = 0;
  std::size_t settled_at_ = 0;          // documents then
  double norm_sum_ = 0;
};

}  // namespace depeche
