// The sentences of one text or of several on one event, as the summaries weigh them.
#pragma once

#include "digest/sentences.hpp"
#include "digest/terms.hpp"
#include "news/digest.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depeche {

using sparse_vector = std::vector<std::pair<term, double>>;  // by ascending term, each once

double dot(const sparse_vector& a, const sparse_vector& b);
sparse_vector count_each(std::vector<term> terms);
void scale_to_one(sparse_vector& v);

struct pooled_sentence {
  std::size_t doc = 0;
  std::size_t place = 0;       // in its text
  text_span span;
  std::string_view text;
  std::size_t words = 0;
  bool leaning = false;        // on the one before it, or on the title
  double shape = 1;            // headings, crumbs, furniture and monsters say less than sentences
  std::vector<term> sequence;  // its terms in order
};

struct sentence_pool {
  sentence_pool(std::string_view language, const std::vector<std::string_view>& texts);

  std::string language;
  vocabulary words;
  std::vector<pooled_sentence> sentences;  // text by text, in order
  std::size_t total_words = 0;
};

// The sentence with its place in code points; `text` is the one that it is of.
summary_sentence with_position(const pooled_sentence& s, std::string_view text);

}  // namespace depeche
