// Summaries of several texts on one event: the sentences that together speak of what most of the texts speak of.
#pragma once

#include "digest/sentence_pool.hpp"
#include "digest/summarise.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace depeche {

// What else a choice has to keep to.
struct cover_rules {
  std::optional<std::size_t> first;  // a place in the pool that is chosen whatever it adds
  // Whether a sentence (its place) may stand beside those chosen.
  std::function<bool(std::size_t place, const std::vector<std::size_t>& chosen)> may_join;
};

// Refers to the pool.
class event_cover {
 public:
  event_cover(const sentence_pool& pool, std::size_t texts);
  ~event_cover();
  // The places of the chosen sentences in the pool, ascending. Never two that are nearly the same.
  std::vector<std::size_t> choose(summary_wish wish, const cover_rules& rules = {});
  // How much of what the texts agree on these sentences say.
  double worth(const std::vector<std::size_t>& places) const;

 private:
  struct concepts;
  std::unique_ptr<const concepts> concepts_;
  const sentence_pool& pool_;
};

}  // namespace depeche
