// Sentences of one text are weighed by where they stand (news begins with what matters), by how much of the whole text they speak of
// (their likeness to all other sentences) and by the title's words, and taken one by one, each for what it adds to those before it.
// The more of the text is wished for, the less its beginning counts, and the more what it goes on about.
#include "digest/summarise.hpp"

#include "digest/cover.hpp"
#include "digest/sentence_pool.hpp"
#include "digest/told_again.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace depeche {
namespace {

// The weights for a few sentences out of many, and for a good part of the text.
struct weighing {
  double place, centre, title, leaning, novelty;
};
constexpr weighing brief{.place = 0.40, .centre = 0.33, .title = 0.27, .leaning = 0.58, .novelty = 0.6};
constexpr weighing ample{.place = 0.12, .centre = 0.72, .title = 0.16, .leaning = 0.85, .novelty = 0.3};
constexpr double place_decay = 0.45;
constexpr std::size_t exchange_rounds = 6;
constexpr double hardly_worse = 0.75;
constexpr double nearly_same = 0.75;      // likeness from which a sentence is not taken at all
// Where no fact may be told again: of a sentence's own words in those taken, when one or several of its numbers are there too, and when none is.
constexpr double again_with_numbers = 0.15, again_with_its_number = 0.25, again = 0.55;
constexpr double common_word_weight = 0.6;
constexpr std::size_t news_length = 60;   // sentences; what is longer is no news item, and doesn't begin with what matters

double between(double a, double b, double share) { return a + (b - a) * share; }

double share_wished(const sentence_pool& pool, summary_wish wish) {
  const auto share = [](std::size_t of, std::size_t all) { return of == 0 || all == 0 ? 1.0 : static_cast<double>(of) / static_cast<double>(all); };
  std::size_t bytes = 0;
  for (const auto& s : pool.sentences) bytes += s.text.size() + 1;
  return std::min({share(wish.sentences, pool.sentences.size()), share(wish.words, pool.total_words), share(wish.bytes, bytes)});
}

weighing weighing_for(const sentence_pool& pool, summary_wish wish) {
  const double share = share_wished(pool, wish);
  // Two sentences of a text of four are still the news in brief.
  const double sentences = share * static_cast<double>(pool.sentences.size());
  const double t = std::clamp((share - 0.12) / 0.23, 0.0, 1.0) * std::clamp((sentences - 3) / 2, 0.0, 1.0);
  return {between(brief.place, ample.place, t), between(brief.centre, ample.centre, t), between(brief.title, ample.title, t),
          between(brief.leaning, ample.leaning, t), between(brief.novelty, ample.novelty, t)};
}

class one_text {
 public:
  one_text(sentence_pool& pool, std::string_view title, summary_wish wish)
      : pool_(pool), wish_(wish), weights_(weighing_for(pool, wish)), worth_(pool.sentences.size()),
        likeness_(pool.sentences.size(), 0), taken_(pool.sentences.size(), false) {
    weigh(count_each(pool.words.terms(title)));
    if (wish.told_once) facts_.emplace(pool);
  }

  // The places of the best ones within the wish, in the text's order.
  std::vector<std::size_t> take() {
    room left{wish_.words == 0 ? room::endless : wish_.words, wish_.bytes == 0 ? room::endless : wish_.bytes + 1};
    const std::size_t most = wish_.sentences == 0 ? pool_.sentences.size() : wish_.sentences;
    for (std::size_t n = 0; n < most; ++n) {
      std::size_t next = best(left);
      if (next == none && n == 0) next = best({});
      if (next == none) break;
      const auto& s = pool_.sentences[next];
      taken_[next] = true;
      left.words -= std::min(left.words, s.words);
      left.bytes -= std::min(left.bytes, s.text.size() + 1);
      order_.push_back(next);
      for (std::size_t i = 0; i < pool_.sentences.size(); ++i) likeness_[i] = tells_again(i) ? 1 : std::max(likeness_[i], alike(i, next));
    }
    if (wish_.sentences == 0)
      for (std::size_t round = 0; round < exchange_rounds && use_room(left); ++round) {}
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < taken_.size(); ++i)
      if (taken_[i]) places.push_back(i);
    return places;
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  struct room {
    static constexpr std::size_t endless = std::numeric_limits<std::size_t>::max();
    std::size_t words = endless, bytes = endless;
  };

  void weigh(sparse_vector title) {
    std::vector<double> frequency(pool_.words.size(), 0);
    for (const auto& s : pool_.sentences) {
      vectors_.push_back(count_each(s.sequence));
      for (const auto& [t, n] : vectors_.back()) ++frequency[t];
    }
    const auto count = static_cast<double>(pool_.sentences.size());
    const auto weigh_each = [&](sparse_vector& v) {
      for (auto& [t, w] : v)
        w = (1 + std::log(w)) * std::log(1 + count / std::max(1.0, frequency[t])) * (pool_.words.is_common(t) ? common_word_weight : 1);
      scale_to_one(v);
    };
    weigh_each(title);
    std::vector<double> sum(pool_.words.size(), 0);
    for (auto& v : vectors_) {
      weigh_each(v);
      for (const auto& [t, w] : v) sum[t] += w;
    }
    // The likeness to all others is that to their sum.
    std::vector<double> central;
    for (const auto& v : vectors_) {
      double likeness = -1;
      for (const auto& [t, w] : v) likeness += w * sum[t];
      central.push_back(std::max(0.0, likeness));
    }
    // Where no sentence has much in common with others, what little there is says nothing.
    constexpr double much = 0.5;
    const double most = much + (central.empty() ? 0 : *std::max_element(central.begin(), central.end()));
    const double news = std::min(1.0, static_cast<double>(news_length) / std::max(1.0, count));
    for (std::size_t i = 0; i < vectors_.size(); ++i) {
      const auto& s = pool_.sentences[i];
      const double centre = central[i] / most, titled = dot(vectors_[i], title);
      // A beginning that sets a scene, and says nothing of the matter, is not the news.
      constexpr double to_the_point = 0.15;
      const double matter = 0.65 + 0.35 * std::min(1.0, (centre + titled) / to_the_point);
      const double place = news * matter / (1 + place_decay * static_cast<double>(s.place));
      worth_[i] = s.shape * (weights_.place * place + weights_.centre * centre + weights_.title * titled);
    }
  }

  double alike(std::size_t a, std::size_t b) const {
    return pool_.sentences[a].text == pool_.sentences[b].text ? 1 : dot(vectors_[a], vectors_[b]);
  }
  bool tells_again(std::size_t i) const {
    if (!facts_) return false;
    const double share = facts_->share(i, order_);
    if (share >= again || share < again_with_numbers) return share >= again;
    const std::size_t met = facts_->numbers_met(i, order_);
    return met > 1 || (met == 1 && share >= again_with_its_number);
  }
  bool leans(std::size_t i) const { return pool_.sentences[i].leaning && (pool_.sentences[i].place == 0 || !taken_[i - 1]); }
  double standing(std::size_t i) const { return worth_[i] * (leans(i) ? weights_.leaning : 1); }

  // Room that no sentence fits into takes a longer one in place of one that is hardly better. Not of the best, nor of what another leans on.
  bool use_room(room& left) {
    std::size_t best_of_all = none, out = none, in = none;
    for (std::size_t i = 0; i < taken_.size(); ++i)
      if (taken_[i] && (best_of_all == none || worth_[i] > worth_[best_of_all])) best_of_all = i;
    double most = 1;
    for (std::size_t t = 0; t < taken_.size(); ++t) {
      if (!taken_[t] || t == best_of_all || (t + 1 < taken_.size() && taken_[t + 1] && pool_.sentences[t + 1].leaning)) continue;
      const auto& old = pool_.sentences[t];
      for (std::size_t u = 0; u < taken_.size(); ++u) {
        const auto& s = pool_.sentences[u];
        if (taken_[u] || s.words <= old.words || s.words - old.words > left.words) continue;
        if (s.text.size() > old.text.size() && s.text.size() - old.text.size() > left.bytes) continue;
        if (s.leaning && (s.place == 0 || !taken_[u - 1] || u - 1 == t)) continue;
        // Gained: the words; lost: what it is worth less.
        const double gain = standing(u) * static_cast<double>(s.words) / std::max(1e-9, standing(t) * static_cast<double>(old.words));
        if (standing(u) < hardly_worse * standing(t) || gain <= most || repeats(u, t)) continue;
        most = gain, out = t, in = u;
      }
    }
    if (in == none) return false;
    if (wish_.words != 0) left.words -= pool_.sentences[in].words - pool_.sentences[out].words;
    if (wish_.bytes != 0) left.bytes = left.bytes + pool_.sentences[out].text.size() - pool_.sentences[in].text.size();
    taken_[out] = false;
    taken_[in] = true;
    return true;
  }
  bool repeats(std::size_t candidate, std::size_t but) const {
    for (std::size_t i = 0; i < taken_.size(); ++i)
      if (taken_[i] && i != but && alike(candidate, i) >= nearly_same) return true;
    return false;
  }

  std::size_t best(room left) const {
    std::size_t found = none;
    double most = -1;
    for (std::size_t i = 0; i < worth_.size(); ++i) {
      const auto& s = pool_.sentences[i];
      if (taken_[i] || s.words > left.words || s.text.size() + 1 > left.bytes || likeness_[i] >= nearly_same) continue;
      const double worth = standing(i) * (1 - weights_.novelty * likeness_[i]);
      if (worth <= most) continue;
      most = worth;
      found = i;
    }
    return found;
  }

  sentence_pool& pool_;
  summary_wish wish_;
  weighing weights_;
  std::vector<double> worth_, likeness_;  // likeness to those taken, at most
  std::vector<sparse_vector> vectors_;
  std::vector<bool> taken_;
  std::vector<std::size_t> order_;   // in which they were taken
  std::optional<told_again> facts_;  // when none may be told again
};

}  // namespace

std::vector<summary_sentence> summarise(std::string_view language, std::string_view title, std::string_view text, summary_wish wish) {
  sentence_pool pool(language, {text});
  std::vector<summary_sentence> out;
  for (const std::size_t i : one_text(pool, title, wish).take()) out.push_back(with_position(pool.sentences[i], text));
  return out;
}

std::vector<sourced_sentence> summarise_many(std::string_view language, const std::vector<std::string>& texts, summary_wish wish) {
  if (texts.size() == 1) {
    std::vector<sourced_sentence> out;
    for (auto& s : summarise(language, "", texts.front(), wish)) out.push_back({0, std::move(s)});
    return out;
  }
  const sentence_pool pool(language, {texts.begin(), texts.end()});
  std::vector<sourced_sentence> out;
  for (const std::size_t i : event_cover(pool, texts.size()).choose(wish)) {
    const auto& s = pool.sentences[i];
    out.push_back({s.doc, with_position(s, texts[s.doc])});
  }
  return out;
}

}  // namespace depeche
