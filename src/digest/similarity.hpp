// How alike articles are by their words: TF-IDF and cosine, over an index, so that ten thousand articles need no ten thousand
// comparisons each.
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

// How often each term stands in an article; the title counts more, and so does the beginning of the text.
term_vector count_terms(vocabulary& words, std::string_view title, std::string_view text);

struct neighbour {
  std::size_t document = 0;
  float similarity = 0;
};

class similarity_index {
 public:
  // Returns its number, counting from 0. Add all before finish().
  std::size_t add(term_vector counts);
  void finish();
  std::size_t size() const { return documents_.size(); }

  // Cosine of two documents, 0 to 1.
  float similarity(std::size_t a, std::size_t b) const;
  // The documents most like `of`, itself left out, best first, at most `count`, none under `at_least`. Looks at the `heaviest` terms
  // of `of` only, and not at terms that a large part of all documents have: who shares nothing else is no neighbour.
  std::vector<neighbour> nearest(std::size_t of, std::size_t count, float at_least, std::size_t heaviest = 128) const;

 private:
  struct posting {
    std::uint32_t document;
    float weight;
  };
  std::vector<term_vector> documents_;
  std::vector<std::vector<posting>> postings_;  // by term; empty for the commonest
};

}  // namespace depeche
