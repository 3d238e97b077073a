#include "digest/build_digest.hpp"
#include "digest/continuation.hpp"
#include "digest/news_index.hpp"
#include "digest/news_samples.hpp"
#include "digest/personal.hpp"
#include "digest/relate.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <set>

using namespace depeche;

namespace {

const timestamp morning = at("2026-11-23T08:00");
constexpr timestamp long_ago = timestamp::min();

std::set<std::int64_t> story_ids(const news_index& index, article_id of) {
  std::set<std::int64_t> ids;
  for (const std::size_t n : index.story_of(index.place_of(of).value()).articles) ids.insert(number(index.at(n).id));
  return ids;
}

article flood(std::int64_t id, std::string source, std::string hour, std::string what) {
  return make_article(id, std::move(source), "Crue de la Vesprée à Valbrune : " + what,
                      "La Vesprée a débordé à Valbrune, où la crue menace le quartier des Moines. " + what +
                          ". Le barrage des Moines est fermé et la préfecture de Valbrune suit la crue de la Vesprée heure par heure.",
                      at(hour));
}

}  // namespace

TEST_CASE("an article that comes later joins its story, and the order of arrival does not matter") {
  auto all = std::vector{flood(1, "a", "2026-11-22T20:00", "les caves sont inondées"), flood(2, "b", "2026-11-22T22:00", "cent habitants sont partis"),
                         make_article(3, "a", "Les noix se vendent bien", "La foire aux noix de Lormont attire la foule cette année encore.", morning)};
  news_index index("fr");
  index.update({all[0], all[2]}, long_ago);
  CHECK(story_ids(index, article_id{1}) == std::set<std::int64_t>{1});
  const auto made = index.update(all, long_ago);
  CHECK(made.added == 1);
  CHECK(made.corrected == 0);
  CHECK(story_ids(index, article_id{2}) == std::set<std::int64_t>{1, 2});
  CHECK(story_ids(index, article_id{3}) == std::set<std::int64_t>{3});
  news_index other("fr");
  for (auto a = all.rbegin(); a != all.rend(); ++a) other.add(*a);
  CHECK(story_ids(other, article_id{1}) == std::set<std::int64_t>{1, 2});
}

TEST_CASE("an article that is as it was is not read again and a corrected one is") {
  auto articles = read_articles("fr");
  news_index index("fr");
  CHECK(index.update(articles, long_ago).added == articles.size());
  const auto again = index.update(articles, long_ago);
  CHECK(again.added + again.corrected == 0);
  const std::size_t before = index.place_of(articles[0].id).value();
  articles[0].title = "Le pont ne rouvre pas";
  CHECK(index.update(articles, long_ago).corrected == 1);
  const std::size_t now = index.place_of(articles[0].id).value();
  CHECK(now != before);
  CHECK(index.at(before).gone);
  CHECK(index.at(now).title == "Le pont ne rouvre pas");
}

TEST_CASE("what is older than wanted is forgotten and is nobody's neighbour any more") {
  auto all = std::vector{flood(1, "a", "2026-11-20T20:00", "les caves sont inondées"), flood(2, "b", "2026-11-22T22:00", "cent habitants sont partis")};
  news_index index("fr");
  index.update(all, long_ago);
  CHECK(index.kin(index.place_of(article_id{2}).value(), 5).size() == 1);
  CHECK(index.update({}, at("2026-11-22T00:00")).forgotten == 1);
  CHECK_FALSE(index.place_of(article_id{1}).has_value());
  CHECK(index.kin(index.place_of(article_id{2}).value(), 5).empty());
  CHECK(story_ids(index, article_id{2}) == std::set<std::int64_t>{2});
}

TEST_CASE("titles alone find the others on their subject, in Chinese too") {
  news_index fr("fr"), zh("zh");
  fr.add(make_article(1, "a", "Élections municipales : le maire sortant renonce", "", morning));
  fr.add(make_article(2, "a", "Qui votera aux municipales ?", "", morning));
  fr.add(make_article(3, "a", "La recette des crêpes au sarrasin", "", morning));
  zh.add(make_article(1, "a", "央行下调存款准备金率", "", morning));
  zh.add(make_article(2, "a", "存款利率为何下调？", "", morning));
  zh.add(make_article(3, "a", "国足公布集训名单", "", morning));
  for (const auto* index : {&fr, &zh}) {
    const auto near = index->kin(0, 1);
    REQUIRE(near.size() == 1);
    CHECK(near[0].document == 1);
  }
}

TEST_CASE("a story that was sent is not sent again unless it moved, and then says what it continues") {
  const edition e = make_edition("fr");
  std::vector<article> articles = {flood(1, "a", "2026-11-21T20:00", "les caves sont inondées")};
  news_index index("fr");
  index.update(articles, long_ago);
  built_digest first = build_digest(index, e, articles, {}, at("2026-11-22T08:00"));
  REQUIRE(first.made.items.size() == 1);
  first.made.final = true;

  built_digest second = build_digest(index, e, articles, {first.made}, at("2026-11-22T20:00"));
  CHECK(second.made.items.empty());
  REQUIRE(second.chosen.verdicts.size() == 1);
  CHECK(second.chosen.verdicts[0].why.find("sent on 2026-11-22") != std::string::npos);

  articles.push_back(make_article(2, "b", "Crue de la Vesprée à Valbrune : la décrue est amorcée",
                                  "À Valbrune, la Vesprée est redescendue cette nuit. La crue menace encore les caves du quartier des Moines, inondées depuis "
                                  "samedi, et le barrage des Moines rouvrira mardi, selon la préfecture.",
                                  at("2026-11-22T22:00")));
  index.update(articles, long_ago);
  const built_digest third = build_digest(index, e, articles, {first.made}, morning);
  REQUIRE(third.made.items.size() == 1);
  CHECK(number(third.made.items[0].article) == 2);
  CHECK(third.chosen.verdicts[0].why.find("moved since") != std::string::npos);
  REQUIRE(third.made.items[0].continues.has_value());
  CHECK(number(third.made.items[0].continues->article) == 1);
  CHECK(third.made.items[0].continues->why == "du nouveau depuis l’article de samedi");
  for (const related_article& r : third.made.items[0].related) CHECK(number(r.id) != 1);  // named once

  // Readers of another edition, which didn't send it, are told what it follows.
  const built_digest elsewhere = build_digest(index, e, articles, {}, morning);
  REQUIRE(elsewhere.made.items.size() == 1);
  REQUIRE(elsewhere.made.items[0].continues.has_value());
  CHECK(elsewhere.made.items[0].continues->why == "suite de l’article de samedi");
}

TEST_CASE("what an item continues is said in the reader's language") {
  const timestamp saturday = at("2026-11-21T10:00"), earlier = at("2026-11-03T10:00");
  CHECK(why_continued(saturday, morning, "Europe/Paris", "fr") == "suite de l’article de samedi");
  CHECK(why_continued(saturday, morning, "Europe/Paris", "en") == "follows Saturday’s article");
  CHECK(why_continued(saturday, morning, "Europe/Paris", "zh") == "接星期六的报道");
  CHECK(why_continued(earlier, morning, "Europe/Paris", "fr") == "suite de l’article du 3 novembre 2026");
  CHECK(why_moved(saturday, morning, "Europe/Paris", "fr") == "du nouveau depuis l’article de samedi");
  CHECK(why_moved(earlier, morning, "Europe/Paris", "en") == "news since the article of 3 November 2026");
  CHECK(why_moved(saturday, morning, "Europe/Paris", "zh") == "星期六报道之后的新进展");
}

TEST_CASE("every choice is explained, and so is what was near") {
  std::vector<article> articles = {flood(1, "a", "2026-11-23T07:20", "les caves sont inondées"), flood(2, "b", "2026-11-23T06:00", "cent habitants sont partis"),
                                   make_article(3, "a", "Les noix se vendent bien", "La foire aux noix de Lormont attire la foule encore.", at("2026-11-22T20:00"))};
  edition e = make_edition("fr");
  e.items = 1;
  news_index index("fr");
  index.update(articles, long_ago);
  const auto built = build_digest(index, e, articles, {}, morning);
  REQUIRE(built.chosen.verdicts.size() == 2);
  CHECK(built.chosen.verdicts[0].chosen);
  CHECK(built.chosen.verdicts[0].why == "2 sources, 2 articles; 40 min old");
  CHECK_FALSE(built.chosen.verdicts[1].chosen);
  CHECK(built.chosen.verdicts[1].why.starts_with("weighs less; 1 source"));
}

TEST_CASE("readers get their own topics first, nothing muted and nothing twice") {
  std::vector<article> articles = {flood(1, "a", "2026-11-23T07:20", "les caves sont inondées"), flood(2, "b", "2026-11-23T06:00", "cent habitants sont partis"),
                                   make_article(3, "a", "Foire aux noix de Lormont", "Les noix se vendent bien à la foire de Lormont.", at("2026-11-22T20:00")),
                                   make_article(4, "b", "Tramway : la ligne 2 ouvre", "Le tramway traverse enfin la rivière, six ans après.", at("2026-11-22T21:00"))};
  news_index index("fr");
  index.update(articles, long_ago);
  const auto stories = weigh_stories(index, {0, 1, 2, 3}, make_edition("fr"), morning);
  REQUIRE(stories.size() == 3);
  personal_selection personal(index, stories);
  const auto ids = [&](const reader_wish& wish) {
    std::vector<std::int64_t> out;
    for (const std::size_t n : personal.choose(wish)) out.push_back(number(index.at(n).id));
    return out;
  };
  CHECK(ids({}).front() == 1);
  CHECK(ids({}).size() == 3);
  CHECK(ids({.topics = {"noix"}, .muted = {}, .received = {}, .items = 2}) == std::vector<std::int64_t>{3, 1});
  CHECK(ids({.topics = {}, .muted = {"crue"}, .received = {}, .items = 8}) == std::vector<std::int64_t>{4, 3});
  CHECK(ids({.topics = {}, .muted = {}, .received = {article_id{4}}, .items = 8}) == std::vector<std::int64_t>{1, 3});
  CHECK(ids({.topics = {"aucun sujet connu"}, .muted = {}, .received = {article_id{99}}, .items = 1}).size() == 1);
}

TEST_CASE("articles of any characters are indexed without harm") {
  seeded_random random(31);
  news_index index("zh");
  for (int i = 0; i < 200; ++i)
    index.add(make_article(static_cast<std::int64_t>(1 + random_below(random, 120)), "s", random_text(random, 15), random_text(random, 200), morning - std::chrono::minutes{i}));
  index.settle();
  for (std::size_t n = 0; n < index.size(); ++n) {
    if (index.at(n).gone) continue;
    for (const neighbour& near : index.kin(n, 10)) {
      REQUIRE(near.document != n);
      REQUIRE_FALSE(index.at(near.document).gone);
    }
  }
}

TEST_CASE("events of one kind in other places, and matches of other teams, are other stories, whatever words they share") {
  struct pair_of {
    const char *language, *one, *text_one, *other, *text_other;
    bool same;
  };
  const pair_of pairs[] = {
      {"en", "Two killed in bus crash in Leeds", "A bus crashed in Leeds on Monday, killing two people and injuring 14, police said. The driver lost control on a wet road.",
       "Three killed in bus crash in Lima", "A bus crashed in Lima on Monday, killing three people and injuring 20, police said. The driver lost control on a wet road.", false},
      {"en", "Arsenal beat Chelsea 2-1", "Arsenal beat Chelsea 2-1 on Sunday. Saka scored twice in the first half. Arsenal lead the league by four points.",
       "Chelsea beat Everton 2-1", "Chelsea beat Everton 2-1 on Sunday. Palmer scored twice in the first half. Everton stay in the bottom three of the league.", false},
      {"fr", "Un cycliste tué à Lyon", "Un cycliste de 34 ans est mort lundi matin à Lyon, renversé par un camion. Le conducteur a été placé en garde à vue. La mairie de Lyon a dit sa tristesse.",
       "Un cycliste tué à Lille", "Un cycliste de 52 ans est mort lundi matin à Lille, renversé par un camion. Le conducteur a été placé en garde à vue. La mairie de Lille a dit sa tristesse.", false},
      {"zh", "上海地铁2号线早高峰故障", "上海地铁2号线今晨信号故障，列车延误15分钟。8时30分起逐步恢复。", "北京地铁2号线早高峰故障", "北京地铁2号线今晨信号故障，列车延误20分钟。9时起恢复正常。", false},
      {"en", "Two killed in bus crash in Leeds", "A bus crashed in Leeds on Monday, killing two people and injuring 14, police said. The driver lost control on a wet road.",
       "Leeds bus crash kills two", "Police said two people were killed and 14 injured on Monday when a bus crashed in Leeds. The driver lost control on a wet road.", true},
      {"en", "Two Killed In Leeds Bus Crash", "A bus crashed in Leeds on Monday, killing two people and injuring 14, police said. The driver lost control on a wet road.",
       "Bus Crash Leaves Two Dead In Leeds", "Police said two people were killed and 14 injured on Monday when a bus crashed in Leeds. The driver lost control on a wet road.", true},
      {"fr", "Vasseur présente le budget du port de Valbrune", "La maire Hélène Vasseur a présenté lundi le budget du port de Valbrune : 42 millions d’euros pour les quais.",
       "Valbrune : 42 millions pour les quais", "Le budget du port de Valbrune, présenté lundi par la maire Hélène Vasseur, prévoit 42 millions d’euros pour les quais.", true},
      {"zh", "上海地铁2号线早高峰故障", "上海地铁2号线今晨信号故障，列车延误15分钟。8时30分起逐步恢复。", "地铁2号线信号故障致延误", "今晨，上海地铁2号线信号故障，列车延误15分钟，8时30分起恢复。", true}};
  for (const pair_of& p : pairs) {
    INFO(p.one << " / " << p.other);
    news_index index(p.language);
    for (const article& a : read_articles(p.language)) {
      article far = a;
      far.id = article_id{number(a.id) + 1000};
      index.add(far);
    }
    index.add(make_article(1, "a", p.one, p.text_one, at("2026-11-23T06:00")));
    index.add(make_article(2, "b", p.other, p.text_other, at("2026-11-23T07:00")));
    CHECK(story_ids(index, article_id{1}).contains(2) == p.same);
  }
}
