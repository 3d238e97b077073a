// What an item goes on from: the article of an earlier day, and how readers are told.
#pragma once

#include "digest/news_index.hpp"
#include "news/digest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// Local days from `earlier` to `later`.
long days_between(timestamp earlier, timestamp later, std::string_view zone);

// The name that both speak of most; empty when there is none.
std::string_view shared_name(const known_article& a, const known_article& b);

// The latest article of an earlier day (14 at most) that `self` goes on from: of its story, or nearly its subject with a name in common.
// None of `chosen`, and no copy.
std::optional<std::size_t> continued(const news_index& index, std::size_t self, const std::vector<std::size_t>& chosen, std::string_view zone);

// The article that an earlier digest of the edition told this story by, the latest of them.
std::optional<std::size_t> told_before(const news_index& index, std::size_t self, const std::vector<digest>& earlier);

// What readers are told of either: of a story that went out before, that there is news; else what it follows.
std::optional<earlier_turn> earlier_turn_of(const news_index& index, std::size_t self, const std::vector<std::size_t>& chosen,
                                            const std::vector<digest>& earlier, std::string_view zone, std::string_view language,
                                            timestamp now);

// "suite de l’article de mardi", "follows Tuesday’s article", "接周二的报道"; a date when it is longer ago than a week.
std::string why_continued(timestamp published, timestamp now, std::string_view zone, std::string_view language);
// "du nouveau depuis l’article de mardi", "news since Tuesday’s article", "周二报道之后的新进展".
std::string why_moved(timestamp published, timestamp now, std::string_view zone, std::string_view language);

}  // namespace depeche
