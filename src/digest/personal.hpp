// What one reader gets of an edition's stories: those on the reader's topics first, none of what the reader muted, none twice.
#pragma once

#include "digest/select.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace depeche {

struct reader_wish {
  std::vector<std::string> topics;    // words as the reader wrote them: "football", "Saint-Elme", "气候变化"
  std::vector<std::string> muted;
  std::vector<article_id> received;   // what was sent to this reader before
  std::size_t items = 8;
};

// Made once for an edition's stories, then asked for each reader: a topic costs a look-up the first time it is asked for, and readers
// cost time in proportion to their topics. Not thread-safe. Refers to what it was made from.
class personal_selection {
 public:
  personal_selection(news_index& index, const std::vector<candidate_story>& stories);

  // The articles, the reader's own topics first; then the weightiest of the rest.
  std::vector<std::size_t> choose(const reader_wish& wish);

 private:
  struct on_topic {
    std::size_t place;  // among the stories
    double score;
  };
  const std::vector<on_topic>& stories_on(const std::string& topic);

  news_index& index_;
  const std::vector<candidate_story>& stories_;
  std::unordered_map<std::size_t, std::size_t> place_of_story_;
  std::unordered_map<std::string, std::vector<on_topic>> topics_;
};

}  // namespace depeche
