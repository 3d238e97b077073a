#include "digest/story_summary.hpp"

#include "digest/cover.hpp"
#include "digest/sentence_pool.hpp"
#include "digest/stated_numbers.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace depeche {
namespace {

using numbers = std::set<std::string>;

constexpr double said_already = 0.55;   // of a sentence's own words in those chosen before it: it tells nothing new
constexpr double said_with_its_number = 0.2;
constexpr double of_the_same = 0.3;     // likeness of two sentences on one fact
constexpr double least_shape = 0.75;    // no headings, no scraps

numbers numbers_in(std::string_view text) { return stated_numbers(fold_for_comparison(text)); }

bool among(const numbers& some, const numbers& all) { return std::includes(all.begin(), all.end(), some.begin(), some.end()); }

class story {
 public:
  story(std::string_view language, const told_text& lead, const std::vector<told_text>& others)
      : lead_(lead), others_(others), pool_(language, texts(lead, others)), cover_(pool_, others.size() + 1), of_lead_(numbers_in(lead.text)) {
    for (const pooled_sentence& s : pool_.sentences) {
      said_.push_back(count_each(s.sequence));
      std::erase_if(said_.back(), [&](const auto& t) { return pool_.words.is_common(t.first); });
      numbers_.push_back(numbers_in(s.text));
    }
  }

  // The places of the lead's own sentences.
  std::vector<std::size_t> places_of(const std::vector<summary_sentence>& own) const {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < pool_.sentences.size() && pool_.sentences[i].doc == 0; ++i)
      if (std::any_of(own.begin(), own.end(), [&](const summary_sentence& s) { return s.text == pool_.sentences[i].text; })) places.push_back(i);
    return places;
  }

  std::vector<std::size_t> choose(std::size_t first, summary_wish wish) {
    return cover_.choose(wish, {first, [this](std::size_t place, const auto& chosen) { return may_join(place, chosen); }});
  }

  double worth(const std::vector<std::size_t>& places) const { return cover_.worth(places); }

  summary_sentence sentence(std::size_t place) const {
    const pooled_sentence& s = pool_.sentences[place];
    if (s.doc == 0) return with_position(s, lead_.text);
    const told_text& from = others_[s.doc - 1];
    summary_sentence made = with_position(s, from.text);
    made.article = from.article;
    return made;
  }
  bool is_leads(std::size_t place) const { return pool_.sentences[place].doc == 0; }

 private:
  static std::vector<std::string_view> texts(const told_text& lead, const std::vector<told_text>& others) {
    std::vector<std::string_view> all{lead.text};
    for (const told_text& t : others) all.push_back(t.text);
    return all;
  }

  bool may_join(std::size_t place, const std::vector<std::size_t>& chosen) const {
    const pooled_sentence& s = pool_.sentences[place];
    if (s.shape < least_shape || (s.leaning && !follows(place, chosen))) return false;
    if (share_said(place, chosen) >= (counts_again(place, chosen) ? said_with_its_number : said_already)) return false;
    return s.doc == 0 || !tells_otherwise(place);
  }

  bool follows(std::size_t place, const std::vector<std::size_t>& chosen) const {
    return pool_.sentences[place].place > 0 && std::find(chosen.begin(), chosen.end(), place - 1) != chosen.end();
  }

  double share_said(std::size_t place, const std::vector<std::size_t>& chosen) const {
    std::size_t met = 0;
    for (const auto& [t, n] : said_[place])
      met += std::any_of(chosen.begin(), chosen.end(), [&, word = t](std::size_t c) {
               const auto at = std::lower_bound(said_[c].begin(), said_[c].end(), word, [](const auto& a, term b) { return a.first < b; });
               return at != said_[c].end() && at->first == word;
             }) ? 1U : 0U;
    return said_[place].empty() ? 1 : static_cast<double>(met) / static_cast<double>(said_[place].size());
  }

  // A number that was told, but for years: mostly of the same again.
  bool counts_again(std::size_t place, const std::vector<std::size_t>& chosen) const {
    return std::any_of(numbers_[place].begin(), numbers_[place].end(), [&](const std::string& n) {
      const bool year = n.size() == 4 && (n.starts_with("19") || n.starts_with("20"));
      return !year && std::any_of(chosen.begin(), chosen.end(), [&](std::size_t c) { return numbers_[c].contains(n); });
    });
  }

  // Another count of what the lead counts too: one of the two is wrong or old, and both in one summary contradict each other.
  bool tells_otherwise(std::size_t place) const {
    if (numbers_[place].empty() || among(numbers_[place], of_lead_)) return false;
    for (std::size_t i = 0; i < pool_.sentences.size() && pool_.sentences[i].doc == 0; ++i)
      if (!numbers_[i].empty() && likeness(i, place) >= of_the_same) return true;
    return false;
  }

  double likeness(std::size_t a, std::size_t b) const {
    sparse_vector left = said_[a], right = said_[b];
    scale_to_one(left);
    scale_to_one(right);
    return dot(left, right);
  }

  const told_text& lead_;
  const std::vector<told_text>& others_;
  sentence_pool pool_;
  event_cover cover_;
  numbers of_lead_;
  std::vector<sparse_vector> said_;  // of each sentence: its words that say something
  std::vector<numbers> numbers_;     // ... and numbers
};

}  // namespace

story_summary summarise_story(std::string_view language, const told_text& lead, const std::vector<told_text>& others, summary_wish wish) {
  story_summary made{summarise(language, lead.title, lead.text, wish), false, 1};
  if (others.empty() || made.sentences.empty()) return made;
  story all(language, lead, others);
  const auto own = all.places_of(made.sentences);
  if (own.empty()) return made;
  const auto chosen = all.choose(own.front(), wish);
  const double alone = all.worth(own);
  made.more = alone > 0 ? all.worth(chosen) / alone : 1;
  const bool mixed = std::any_of(chosen.begin(), chosen.end(), [&](std::size_t place) { return !all.is_leads(place); });
  if (!mixed || made.more < enough_more) return made;
  made.whole_story = true;
  made.sentences.clear();
  for (const std::size_t place : chosen) made.sentences.push_back(all.sentence(place));
  return made;
}

}  // namespace depeche
