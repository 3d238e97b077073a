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

struct entry {
  std::size_t place;             // in the pool
  std::vector<std::size_t> concepts;
  double favour;
  sparse_vector terms;           // of length 1
};

class cover {
 public:
  cover(const sentence_pool& pool, std::size_t texts, summary_wish wish) : pool_(pool), wish_(wish) {
    number_concepts(texts);
    covered_.assign(weights_.size(), 0);
  }

  std::vector<std::size_t> take() {
    while (taken_.size() < most()) {
      const std::size_t next = best_addition();
      if (next == none) break;
      add(next);
    }
    if (taken_.empty() && !entries_.empty()) add(best_of_all());
    for (std::size_t round = 0; round < exchange_rounds && exchange(); ++round) {}
    std::vector<std::size_t> places;
    for (const std::size_t e : taken_) places.push_back(entries_[e].place);
    std::sort(places.begin(), places.end());
    return places;
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  void number_concepts(std::size_t texts) {
    struct seen {
      std::size_t id;
      std::size_t last_doc;
      std::size_t docs;
    };
    std::unordered_map<std::uint64_t, seen> concepts;
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 0; i < pool_.sentences.size(); ++i) {
      const auto& s = pool_.sentences[i];
      entry e{i, {}, favour_of(s), count_each(s.sequence)};
      for (auto& [t, w] : e.terms) w = pool_.words.is_common(t) ? common_word_weight : 1;
      scale_to_one(e.terms);
      const auto meet = [&](std::uint64_t key) {
        const auto [at, fresh] = concepts.try_emplace(key, seen{concepts.size(), s.doc, 1});
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
      if (s.words > 0) entries_.push_back(std::move(e));
    }
    const std::size_t least = texts >= 6 ? 3 : 2;
    weights_.resize(concepts.size());
    for (const std::uint64_t key : keys) {
      const seen& c = concepts.at(key);
      const bool pair = key >> 32 != 0;
      const auto docs = static_cast<double>(c.docs);
      const double share = pair ? 1 : word_share * (pool_.words.is_common(static_cast<term>(key)) ? common_word_weight : 1);
      // What one text alone has counts a little: of two texts, and of a day without agreement, it is all there is.
      weights_[c.id] = share * (c.docs >= least ? docs : 0.1 * docs);
    }
  }

  double favour_of(const pooled_sentence& s) const {
    return s.shape * (s.leaning ? leaning_factor : 1) * (1 + first_place / static_cast<double>(1 + s.place));
  }

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
      // A wish for sentences is no wish for short ones.
      if (wish_.words != 0 || wish_.bytes != 0) g /= std::pow(static_cast<double>(words_of(e)), length_exponent);
      else g /= std::pow(static_cast<double>(words_of(e)), length_exponent / 2);
      if (g <= most_gain || repeats(e)) continue;
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
    if (wish_.words == 0 && wish_.bytes == 0) return false;
    bool changed = false;
    for (const std::size_t old : std::vector<std::size_t>(taken_)) {
      const double lost = loss(old);
      drop(old);
      std::size_t best = old;
      double most_gain = lost * 1.001;
      for (std::size_t e = 0; e < entries_.size(); ++e) {
        if (!fits(e)) continue;
        const double g = gain(e);
        if (g <= most_gain || repeats(e)) continue;
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
  summary_wish wish_;
  std::vector<entry> entries_;
  std::vector<double> weights_;        // of the concepts
  std::vector<std::size_t> covered_;   // by how many taken sentences
  std::vector<std::size_t> taken_;
  std::size_t words_ = 0, bytes_ = 0;
};

}  // namespace

std::vector<std::size_t> cover_event(const sentence_pool& pool, std::size_t texts, summary_wish wish) { return cover(pool, texts, wish).take(); }

}  // namespace depeche
