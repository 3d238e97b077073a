// Summaries of several texts on one event: the sentences that together speak of what most of the texts speak of.
#pragma once

#include "digest/sentence_pool.hpp"
#include "digest/summarise.hpp"

#include <vector>

namespace depeche {

// The places of the chosen sentences in the pool, ascending. Never two that are nearly the same.
std::vector<std::size_t> cover_event(const sentence_pool& pool, std::size_t texts, summary_wish wish);

}  // namespace depeche
