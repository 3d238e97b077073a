// Finds what else there is to read on an article's subject, and says why in the reader's language.
#pragma once

#include "base/clock.hpp"
#include "digest/news_index.hpp"
#include "news/digest.hpp"
#include "news/edition.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// How near two articles' subjects are.
enum class relation { copy, same_event, same_subject, close_subject };

// "copy", "same_event", "same_subject", "close_subject".
std::string_view name(relation r);

// Of what their words' similarity and the time between them tell; `copy` is for the caller to know.
relation relation_of(float similarity, std::chrono::milliseconds apart);

// What related articles are ordered by. Of two that are as like, the one nearer in time comes first: time counts for 5 % at most.
double relevance(float similarity, std::optional<std::chrono::milliseconds> apart);

// Articles on the subject of `chosen[item]`, not later than `now`, best first, at most `count`: never itself, a copy of it or two
// copies of one article; another item of the digest only when there is nothing else. The one that the item continues comes first.
std::vector<related_article> relate(const news_index& index, const std::vector<std::size_t>& chosen, std::size_t item, std::size_t count,
                                    const edition& e, timestamp now);

// "même sujet, hier", "same subject (Saint-Elme), two days ago", "同一话题，昨天": with a name that both articles speak of, if any.
std::string why_related(relation r, timestamp published, timestamp now, std::string_view zone, std::string_view language,
                        std::string_view name = {});

// What the article's own source calls related, as far as it is no item of the digest and not among `known`: by its article where we have that (of the
// same language, at that address or under that title), else by its address. At most `count`.
std::vector<related_article> related_by_source(const news_index& index, const std::vector<std::size_t>& chosen, const article& a, std::size_t count,
                                               const edition& e, const std::vector<related_article>& known);

}  // namespace depeche
