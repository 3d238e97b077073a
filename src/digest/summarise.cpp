// Sentences are weighed by where they stand (news begins with what matters), by how much of the whole text they speak of (their
// likeness to all other sentences) and by the title's words, and taken one by one, each for what it adds to those before it.
#include "digest/summarise.hpp"

#include "base/localisation.hpp"
#include "base/utf8.hpp"
#include "digest/openings.hpp"
#include "digest/sentences.hpp"
#include "digest/terms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace depeche {
namespace {

constexpr std::size_t sentence_limit = 2000;  // of all texts together that are weighed
constexpr double place_weight = 0.45, centre_weight = 0.35, title_weight = 0.2;
constexpr double place_decay = 0.35;
constexpr double leaning_factor = 0.55;       // for a sentence that leans on one that isn't taken
constexpr double novelty = 0.7;               // how much likeness to a taken sentence costs
constexpr double nearly_same = 0.75;          // likeness from which a sentence is not taken at all

struct candidate {
  std::size_t doc = 0;
  std::size_t place = 0;  // in its text
  text_span span;
  std::string_view text;
  std::size_t words = 0;
  bool leaning = false;
  std::map<term, double> terms;  // weights, of length 1
  double worth = 0;
  double likeness = 0;  // to the taken ones, at most
  bool taken = false;
};

double dot(const std::map<term, double>& a, const std::map<term, double>& b) {
  double sum = 0;
  for (auto l = a.begin(), r = b.begin(); l != a.end() && r != b.end();) {
    if (l->first == r->first) sum += l++->second * r++->second;
    else if (l->first < r->first) ++l;
    else ++r;
  }
  return sum;
}

std::map<term, double> count(const std::vector<term>& terms) {
  std::map<term, double> counts;
  for (const term t : terms) ++counts[t];
  return counts;
}

void scale_to_one(std::map<term, double>& v) {
  double squares = 0;
  for (const auto& [t, w] : v) squares += w * w;
  if (squares > 0)
    for (auto& [t, w] : v) w /= std::sqrt(squares);
}

// Headings, crumbs and monsters say less than sentences.
double shape(const candidate& c) {
  if (is_furniture(c.text)) return 0.1;
  const bool ends = c.text.find_last_of(".!?") >= c.text.size() - std::min<std::size_t>(c.text.size(), 6) ||
                    c.text.ends_with("。") || c.text.ends_with("！") || c.text.ends_with("？") || c.text.ends_with("”") || c.text.ends_with("…");
  if (!ends && c.words < 12) return 0.4;
  if (c.words < 4) return 0.3;
  if (c.words < 8) return 0.7;
  return c.words > 70 ? 0.8 : 1;
}

class summary {
 public:
  summary(std::string_view language, std::string_view title, const std::vector<std::string_view>& texts)
      : language_(known_language(language)), words_(language) {
    for (std::size_t doc = 0; doc < texts.size(); ++doc) read(texts[doc], doc);
    weigh(count(words_.terms(title)), texts.size() > 1);
  }

  // The best ones within the wish, in the texts' order.
  std::vector<const candidate*> take(summary_wish wish) {
    std::size_t left = wish.words == 0 ? std::numeric_limits<std::size_t>::max() : wish.words;
    const std::size_t most = wish.sentences == 0 ? all_.size() : wish.sentences;
    for (std::size_t n = 0; n < most; ++n) {
      candidate* next = best(left);
      if (!next && n == 0) next = best(std::numeric_limits<std::size_t>::max());
      if (!next) break;
      next->taken = true;
      left -= std::min(left, next->words);
      for (candidate& c : all_) c.likeness = std::max(c.likeness, c.text == next->text ? 1 : dot(c.terms, next->terms));
    }
    std::vector<const candidate*> taken;
    for (const candidate& c : all_)
      if (c.taken) taken.push_back(&c);
    return taken;
  }

 private:
  void read(std::string_view text, std::size_t doc) {
    std::size_t place = 0;
    for (const text_span& span : sentence_spans(text, language_)) {
      if (all_.size() == sentence_limit) return;
      candidate c;
      c.doc = doc;
      c.place = place++;
      c.span = span;
      c.text = text.substr(span.begin, span.end - span.begin);
      c.words = count_words(c.text);
      c.leaning = c.place > 0 && leans_back(c.text, language_);
      c.terms = count(words_.terms(c.text));
      all_.push_back(std::move(c));
    }
  }

  void weigh(std::map<term, double> title, bool several) {
    std::vector<double> frequency(words_.size(), 0);
    for (const candidate& c : all_)
      for (const auto& [t, n] : c.terms) ++frequency[t];
    const auto weights = [&](std::map<term, double>& v) {
      for (auto& [t, w] : v) w = (1 + std::log(w)) * std::log(1 + static_cast<double>(all_.size()) / std::max(1.0, frequency[t]));
      scale_to_one(v);
    };
    weights(title);
    std::vector<double> sum(words_.size(), 0);
    for (candidate& c : all_) {
      weights(c.terms);
      for (const auto& [t, w] : c.terms) sum[t] += w;
    }
    // The likeness to all others is that to their sum.
    std::vector<double> central;
    for (const candidate& c : all_) {
      double likeness = -1;
      for (const auto& [t, w] : c.terms) likeness += w * sum[t];
      central.push_back(std::max(0.0, likeness));
    }
    // Where no sentence has much in common with others, what little there is says nothing.
    constexpr double much = 0.5;
    const double most = much + (central.empty() ? 0 : *std::max_element(central.begin(), central.end()));
    // Over several texts, what they agree on counts more than where each begins.
    const double place_share = several ? place_weight / 2 : place_weight;
    const double centre_share = several ? centre_weight * 2 : centre_weight;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const double place = 1 / (1 + place_decay * static_cast<double>(all_[i].place));
      all_[i].worth = shape(all_[i]) * (place_share * place + centre_share * central[i] / most + title_weight * dot(all_[i].terms, title));
    }
  }

  candidate* best(std::size_t words_left) {
    candidate* found = nullptr;
    double best_worth = -1;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      candidate& c = all_[i];
      if (c.taken || c.words > words_left || c.likeness >= nearly_same) continue;
      const bool leans = c.leaning && !all_[i - 1].taken;
      const double worth = c.worth * (leans ? leaning_factor : 1) * (1 - novelty * c.likeness);
      if (worth <= best_worth) continue;
      best_worth = worth;
      found = &c;
    }
    return found;
  }

  std::string language_;
  vocabulary words_;
  std::vector<candidate> all_;
};

// Bytes to code points, for spans that come in order.
class code_points {
 public:
  explicit code_points(std::string_view text) : text_(text) {}
  std::size_t at(std::size_t byte) {
    count_ += count_code_points(text_.substr(byte_, byte - byte_));
    byte_ = byte;
    return count_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<summary_sentence> summarise(std::string_view language, std::string_view title, std::string_view text, summary_wish wish) {
  summary all(language, title, {text});
  code_points position(text);
  std::vector<summary_sentence> out;
  for (const candidate* c : all.take(wish)) {
    const std::size_t begin = position.at(c->span.begin);
    out.push_back({std::string(c->text), begin, position.at(c->span.end)});
  }
  return out;
}

std::vector<sourced_sentence> summarise_many(std::string_view language, const std::vector<std::string>& texts, summary_wish wish) {
  summary all(language, "", {texts.begin(), texts.end()});
  std::vector<code_points> positions(texts.begin(), texts.end());
  std::vector<sourced_sentence> out;
  for (const candidate* c : all.take(wish)) {
    const std::size_t begin = positions[c->doc].at(c->span.begin);
    out.push_back({c->doc, {std::string(c->text), begin, positions[c->doc].at(c->span.end)}});
  }
  return out;
}

}  // namespace depeche
