// Summaries of stories that several sources tell.
#include "digest/story_summary.hpp"

#include "base/utf8.hpp"
#include "digest/build_digest.hpp"
#include "digest/news_samples.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace depeche;

namespace {

// Code points [begin, end) of a text.
std::string piece(std::string_view text, std::size_t begin, std::size_t end) {
  std::string out;
  std::size_t n = 0;
  for (std::size_t pos = 0; pos < text.size(); ++n) {
    const char32_t c = next_code_point(text, pos);
    if (n >= begin && n < end) append_code_point(out, c);
  }
  return out;
}

constexpr summary_wish wish{.sentences = 3, .words = 120};

struct sample {
  std::string language;
  told_text lead;
  std::vector<told_text> others;
};

const std::vector<sample> samples = {
    {"fr",
     {article_id{1}, "Valbrune : le feu ravage la scierie des Aubaines",
      "Un incendie a ravagé mardi soir la scierie des Aubaines, à Valbrune. Les flammes se voyaient de la gare. La scierie est la plus vieille de la vallée. "
      "Elle appartient à la famille Morel depuis quatre générations."},
     {{article_id{2}, "La scierie des Aubaines en feu",
       "La scierie des Aubaines a brûlé mardi soir à Valbrune. Soixante pompiers de trois casernes ont maîtrisé l’incendie peu avant minuit. "
       "La préfecture a ordonné l’évacuation de deux cents habitants du quartier des Moulins."},
      {article_id{3}, "Incendie à Valbrune",
       "Cependant, le maire reste prudent. Deux cents habitants du quartier des Moulins ont été évacués par la préfecture, et soixante pompiers ont lutté contre "
       "l’incendie de la scierie. Quarante salariés de la scierie sont au chômage technique."}}},
    {"en",
     {article_id{1}, "Fire destroys sawmill at Harrow Sound",
      "A fire destroyed the old sawmill at Harrow Sound on Tuesday night. The flames could be seen from the station. The mill is the oldest on the coast. "
      "It has belonged to the Pell family for four generations."},
     {{article_id{2}, "Harrow Sound sawmill burns down",
       "The sawmill at Harrow Sound burned down on Tuesday night. Sixty firefighters from three stations brought the blaze under control shortly before "
       "midnight. The county ordered the evacuation of two hundred residents of Mill Lane."},
      {article_id{3}, "Blaze at Harrow Sound",
       "However, the mayor remains cautious. Two hundred residents of Mill Lane were evacuated by the county while sixty firefighters fought the blaze. "
       "Forty workers of the sawmill have nothing to do."}}},
    {"zh",
     {article_id{1}, "青石镇木材厂发生火灾",
      "周二晚间，青石镇老木材厂发生火灾，厂房被烧毁。火光在车站也能看见。这家木材厂是全县最老的厂。厂子由莫家四代经营。"},
     {{article_id{2}, "青石镇木材厂失火",
       "青石镇木材厂周二晚间失火。三个消防站的六十名消防员在午夜前控制了火势。县政府下令疏散磨坊街两百名居民。"},
      {article_id{3}, "木材厂大火",
       "但是，镇长仍很谨慎。磨坊街两百名居民已由县政府疏散，六十名消防员参加了扑救火势的行动。木材厂四十名工人暂时停工。"}}},
};

}  // namespace

TEST_CASE("a story that other sources know more of is summarised from all of them, each sentence where it stands") {
  for (const sample& s : samples) {
    INFO(s.language);
    const story_summary made = summarise_story(s.language, s.lead, s.others, wish);
    INFO(made.more);
    REQUIRE(made.whole_story);
    CHECK(made.more >= enough_more);
    REQUIRE(made.sentences.size() == 3);
    CHECK(number(made.sentences[0].article) == 0);  // the lead's own
    std::string all;
    for (const summary_sentence& one : made.sentences) {
      INFO(one.text);
      const auto from = std::find_if(s.others.begin(), s.others.end(), [&](const told_text& t) { return t.article == one.article; });
      const std::string_view text = number(one.article) == 0 ? s.lead.text : from->text;
      CHECK(piece(text, one.begin, one.end) == one.text);
      CHECK_FALSE((one.text.starts_with("Cependant") || one.text.starts_with("However") || one.text.starts_with("但是")));
      all += one.text + '\n';
    }
    // Both others tell of the evacuation and of the firefighters: each is said once.
    for (const std::string fact : {"Deux cents habitants", "deux cents habitants", "soixante pompiers", "Soixante pompiers", "two hundred residents", "Two hundred residents",
                                   "ixty firefighters", "两百名居民", "六十名消防员"}) {
      const std::size_t at = all.find(fact);
      if (at != all.npos) CHECK(all.find(fact, at + 1) == all.npos);
    }
  }
}

TEST_CASE("a lead that says it all keeps its own summary") {
  for (const sample& s : samples) {
    INFO(s.language);
    told_text lead = s.others[0];
    lead.article = article_id{1};
    const std::vector<told_text> others = {{article_id{2}, s.others[0].title, s.others[0].text}};
    const story_summary made = summarise_story(s.language, lead, others, wish);
    CHECK_FALSE(made.whole_story);
    for (const summary_sentence& one : made.sentences) CHECK(number(one.article) == 0);
    CHECK(summarise_story(s.language, lead, {}, wish).sentences.size() == made.sentences.size());
  }
}

TEST_CASE("a count that the lead gives otherwise is not told beside it") {
  const told_text lead{article_id{1}, "Accident de car à Valbrune",
                       "Un car a quitté la route mardi près de Valbrune. L’accident a fait trois morts et douze blessés. La route est restée longue à dégager."};
  const std::vector<told_text> others = {
      {article_id{2}, "Car accidenté", "L’accident de car près de Valbrune a fait cinq morts et vingt blessés. Le conducteur a été entendu par les gendarmes de Hautecombelle."},
      {article_id{3}, "Accident", "L’accident de car de Valbrune a fait cinq morts et vingt blessés. Le conducteur du car a été entendu par les gendarmes."}};
  const story_summary made = summarise_story("fr", lead, others, wish);
  for (const summary_sentence& one : made.sentences) CHECK(one.text.find("cinq morts") == std::string::npos);
}

TEST_CASE("texts of any characters make no harm, and every sentence stands where it says") {
  seeded_random random(20261129);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> texts;
    for (int i = 0; i < 4; ++i) texts.push_back(random_text(random, 300) + ". Un pont rouvre à Valbrune lundi. " + random_text(random, 100));
    const told_text lead{article_id{1}, "Le pont", texts[0]};
    std::vector<told_text> others;
    for (std::int64_t i = 1; i < 4; ++i) others.push_back({article_id{i + 1}, "Le pont", texts[static_cast<std::size_t>(i)]});
    for (const std::string language : {"fr", "en", "zh"})
      for (const summary_sentence& one : summarise_story(language, lead, others, wish).sentences)
        CHECK(piece(texts[number(one.article) == 0 ? 0 : static_cast<std::size_t>(number(one.article)) - 1], one.begin, one.end) == one.text);
  }
}

TEST_CASE("an item of a digest tells the whole story, and says where each sentence stands and why") {
  const sample& s = samples[0];
  const timestamp now = at("2026-11-24T08:00");
  edition e = make_edition("fr");
  std::vector<article> all;
  const auto add = [&](const told_text& t, const std::string& source, std::string_view when) {
    all.push_back(make_article(number(t.article), source, std::string(t.title), std::string(t.text), at(when)));
    all.back().language = "fr";
    // Long enough to lead.
    if (t.article == s.lead.article) all.back().text += " Les voisins sont venus en nombre regarder la scierie des Aubaines brûler mardi soir à Valbrune, sous une pluie fine et froide.";
  };
  add(s.lead, "gazette", "2026-11-24T07:00");
  add(s.others[0], "agence", "2026-11-24T06:30");
  add(s.others[1], "radio", "2026-11-24T06:40");
  news_index index("fr");
  index.update(all, timestamp::min());
  const built_digest built = build_digest(index, e, all, {}, now);
  REQUIRE_FALSE(built.made.items.empty());
  REQUIRE(built.summaries.size() == built.made.items.size());
  const digest_item& item = built.made.items[0];
  INFO(built.summaries[0]);
  REQUIRE(item.also_in.size() == 2);
  CHECK(built.summaries[0].starts_with("summary of " + std::to_string(number(item.article)) + ": [0, "));
  for (const summary_sentence& one : item.summary) {
    const std::int64_t from = number(one.article) == 0 ? number(item.article) : number(one.article);
    CHECK(piece(all[static_cast<std::size_t>(from) - 1].text, one.begin, one.end) == one.text);
    CHECK(built.summaries[0].find("of " + std::to_string(from)) != std::string::npos);
  }
  CHECK(std::any_of(item.summary.begin(), item.summary.end(), [](const summary_sentence& one) { return number(one.article) != 0; }));
}
