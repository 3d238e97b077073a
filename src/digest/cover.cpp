// Gillick and Favre's concepts: words and pairs of words weigh by how many texts have them, and each counts once, however often the
// summary says it. Sentences are taken by what they add for their length, then exchanged as long as that makes the whole better.
#include "digest/cover.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace depeche {
namespace {

constexpr double word_share = 0.45;         // of a single word beside a pair
constexpr double length_exponent = 0.7;     // of a sentence's words: what it adds is divided by that
constexpr double first_place = 0.35, leaning_factor = 0.6;
constexpr double common_word_weight = 0.6;
constexpr double nearly_same = 0.7;
constexpr std::size_t exchange_rounds = 4;
constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

struct entry {
  std::size_t place;             // in the pool
  std::vector<std::size_t> concepts;
  double favour;
  sparse_vector terms;           // of length 1
};

double favour_of(const pooled_sentence& s) {
  return s.shape * (s.leaning ? leaning_factor : 1) * (1 + first_place / static_cast<double>(1 + s.place));
}

}  // namespace

struct event_cover::concepts {
  std::vector<entry> entries;
  std::vector<std::size_t> entry_at;  // by place in the pool; none for what has no words
  std::vector<double> weights;              // of the concepts

  concepts(const sentence_pool& pool, std::size_t texts) {
    struct seen {
      std::size_t id;
      std::size_t last_doc;
      std::size_t docs;
    };
    std::unordered_map<std::uint64_t, seen> met;
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 0; i < pool.sentences.size(); ++i) {
      const auto& s = pool.sentences[i];
      entry e{i, {}, favour_of(s), count_each(s.sequence)};
      for (auto& [t, w] : e.terms) w = pool.words.is_common(t) ? common_word_weight : 1;
      scale_to_one(e.terms);
      const auto meet = [&](std::uint64_t key) {
        const auto [at, fresh] = met.try_emplace(key, seen{met.size(), s.doc, 1});
        if (fresh) keys.push_back(key);
        else if (at->second.last_doc != s.doc) at->second = {at->second.id, s.doc, at->second.docs + 1};
        e.concepts.push_back(at->second.id);
      };
      for (std::size_t k = 0; k < s.sequence.size(); ++k) {
        meet(s.sequence[k]);
        if (k > 0) meet((static_cast<std::uint64_t>(s.sequence[k - 1]) + 1) << 32 | s.sequence[k]);
      }
      std::sort(e.concepts.begin(), e.concepts.end());
      e.concepts.erase(std::unique(e.concepts.begin(), e.concepts.end()), e.concepts.end());
      entry_at.push_back(s.words > 0 ? entries.size() : none);
      if (s.words > 0) entries.push_back(std::move(e));
    }
    const std::size_t least = texts >= 6 ? 3 : 2;
    weights.resize(met.size());
    for (const std::uint64_t key : keys) {
      const seen& c = met.at(key);
      const bool pair = key >> 32 != 0;
      const auto docs = static_cast<double>(c.docs);
      const double share = pair ? 1 : word_share * (pool.words.is_common(static_cast<term>(key)) ? common_word_weight : 1);
      // What one text alone has counts a little: of two texts, and of a day without agreement, it is all there is.
      weights[c.id] = share * (c.docs >= least ? docs : 0.1 * docs);
    }
  }
};

namespace {

// One choice.
class cover {
 public:
  cover(const sentence_pool& pool, const std::vector<entry>& entries, const std::vector<double>& weights, summary_wish wish, const cover_rules& rules)
      : pool_(pool), entries_(entries), weights_(weights), wish_(wish), rules_(rules), covered_(weights.size(), 0) {}

  // `first` is an entry, or none.
  std::vector<std::size_t> take(std::size_t first) {
    first_ = first;
    if (first != none) add(first);
    while (taken_.size() < most()) {
      const std::size_t next = best_addition();
      if (next == none) break;
      add(next);
    }
    if (taken_.empty() && !entries_.empty()) add(best_of_all());
    for (std::size_t round = 0; round < exchange_rounds && exchange(); ++round) {}
    std::vector<std::size_t> places = chosen();
    std::sort(places.begin(), places.end());
    return places;
  }

 private:
  std::size_t most() const { return wish_.sentences == 0 ? entries_.size() : wish_.sentences; }
  std::size_t words_of(std::size_t e) const { return pool_.sentences[entries_[e].place].words; }
  std::size_t bytes_of(std::size_t e) const { return pool_.sentences[entries_[e].place].text.size() + 1; }

  bool fits(std::size_t e) const {
    return (wish_.words == 0 || words_ + words_of(e) <= wish_.words) && (wish_.bytes == 0 || bytes_ + bytes_of(e) <= wish_.bytes + 1);
  }

  bool repeats(std::size_t e) const {
    return std::any_of(taken_.begin(), taken_.end(), [&](std::size_t t) {
      return t == e || dot(entries_[t].terms, entries_[e].terms) >= nearly_same ||
             pool_.sentences[entries_[t].place].text == pool_.sentences[entries_[e].place].text;
    });
  }

  // A wish for sentences is no wish for short ones.
  bool by_length() const { return wish_.sentences == 0 && (wish_.words != 0 || wish_.bytes != 0); }

  std::vector<std::size_t> chosen() const {
    std::vector<std::size_t> places;
    for (const std::size_t e : taken_) places.push_back(entries_[e].place);
    return places;
  }
  bool may_join(std::size_t e) const { return !rules_.may_join || rules_.may_join(entries_[e].place, chosen()); }

  double gain(std::size_t e) const {
    double sum = 0;
    for (const std::size_t c : entries_[e].concepts)
      if (covered_[c] == 0) sum += weights_[c];
    return sum * entries_[e].favour;
  }
  // What the whole loses without a sentence.
  double loss(std::size_t e) const {
    double sum = 0;
    for (const std::size_t c : entries_[e].concepts)
      if (covered_[c] == 1) sum += weights_[c];
    return sum * entries_[e].favour;
  }

  std::size_t best_addition() const {
    std::size_t best = none;
    double most_gain = 0;
    for (std::size_t e = 0; e < entries_.size(); ++e) {
      if (!fits(e)) continue;
      double g = gain(e);
      g /= std::pow(static_cast<double>(words_of(e)), by_length() ? length_exponent : length_exponent / 2);
      if (g <= most_gain || repeats(e) || !may_join(e)) continue;
      most_gain = g;
      best = e;
    }
    return best;
  }

  std::size_t best_of_all() const {
    std::size_t best = 0;
    for (std::size_t e = 1; e < entries_.size(); ++e)
      if (gain(e) > gain(best)) best = e;
    return best;
  }

  void add(std::size_t e) {
    taken_.push_back(e);
    words_ += words_of(e);
    bytes_ += bytes_of(e);
    for (const std::size_t c : entries_[e].concepts) ++covered_[c];
  }
  void drop(std::size_t e) {
    std::erase(taken_, e);
    words_ -= words_of(e);
    bytes_ -= bytes_of(e);
    for (const std::size_t c : entries_[e].concepts) --covered_[c];
  }

  // Puts one sentence in another's place where that makes the whole better; false when there is none.
  bool exchange() {
    if (!by_length()) return false;
    bool changed = false;
    for (const std::size_t old : std::vector<std::size_t>(taken_)) {
      if (old == first_) continue;
      const double lost = loss(old);
      drop(old);
      std::size_t best = old;
      double most_gain = lost * 1.001;
      for (std::size_t e = 0; e < entries_.size(); ++e) {
        if (!fits(e)) continue;
        const double g = gain(e);
        if (g <= most_gain || repeats(e) || !may_join(e)) continue;
        most_gain = g;
        best = e;
      }
      add(best);
      changed = changed || best != old;
      // What was won in room may do for another.
      for (std::size_t next = best_addition(); next != none && taken_.size() < most(); next = best_addition()) add(next);
    }
    return changed;
  }

  const sentence_pool& pool_;
  const std::vector<entry>& entries_;
  const std::vector<double>& weights_;
  summary_wish wish_;
  const cover_rules& rules_;
  std::vector<std::size_t> covered_;   // by how many taken sentences
  std::vector<std::size_t> taken_;
  std::size_t first_ = none;
  std::size_t words_ = 0, bytes_ = 0;
};

}  // namespace

event_cover::event_cover(const sentence_pool& pool, std::size_t texts) : concepts_(std::make_unique<const concepts>(pool, texts)), pool_(pool) {}
event_cover::~event_cover() = default;

std::vector<std::size_t> event_cover::choose(summary_wish wish, const cover_rules& rules) {
  return cover(pool_, concepts_->entries, concepts_->weights, wish, rules).take(rules.first ? concepts_->entry_at[*rules.first] : none);
}

double event_cover::worth(const std::vector<std::size_t>& places) const {
  std::vector<bool> said(concepts_->weights.size());
  double sum = 0;
  for (const std::size_t place : places) {
    if (concepts_->entry_at[place] == none) continue;
    for (const std::size_t c : concepts_->entries[concepts_->entry_at[place]].concepts) {
      if (!said[c]) sum += concepts_->weights[c];
      said[c] = true;
    }
  }
  return sum;
}

}  // namespace depeche
