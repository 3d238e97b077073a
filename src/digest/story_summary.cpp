#include "digest/story_summary.hpp"

#include "digest/cover.hpp"
#include "digest/sentence_pool.hpp"
#include "digest/told_again.hpp"

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

bool among(const numbers& some, const numbers& all) { return std::includes(all.begin(), all.end(), some.begin(), some.end()); }

class story {
 public:
  story(std::string_view language, const told_text& lead, const std::vector<told_text>& others)
      : lead_(lead), others_(others), pool_(language, texts(lead, others)), cover_(pool_, others.size() + 1), again_(pool_), of_lead_(numbers_in(lead.text)) {}

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
    const double share = again_.share(place, chosen);
    if (share >= said_already || (share >= said_with_its_number && again_.numbers_met(place, chosen) > 0)) return false;
    return s.doc == 0 || !tells_otherwise(place);
  }

  bool follows(std::size_t place, const std::vector<std::size_t>& chosen) const {
    return pool_.sentences[place].place > 0 && std::find(chosen.begin(), chosen.end(), place - 1) != chosen.end();
  }

  // Another count of what the lead counts too: one of the two is wrong or old, and both in one summary contradict each other.
  bool tells_otherwise(std::size_t place) const {
    if (again_.numbers(place).empty() || among(again_.numbers(place), of_lead_)) return false;
    for (std::size_t i = 0; i < pool_.sentences.size() && pool_.sentences[i].doc == 0; ++i)
      if (!again_.numbers(i).empty() && again_.likeness(i, place) >= of_the_same) return true;
    return false;
  }

  const told_text& lead_;
  const std::vector<told_text>& others_;
  sentence_pool pool_;
  event_cover cover_;
  told_again again_;
  numbers of_lead_;
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
