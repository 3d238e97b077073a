#include "digest/build_digest.hpp"
#include "digest/near_duplicate.hpp"
#include "digest/news_samples.hpp"
#include "digest/relate.hpp"
#include "digest/render.hpp"
#include "support/catch.hpp"

#include <map>
#include <set>

using namespace depeche;

namespace {

const timestamp morning = at("2026-11-23T08:00");

std::set<std::int64_t> ids(const digest& d) {
  std::set<std::int64_t> out;
  for (const auto& item : d.items) out.insert(number(item.article));
  return out;
}

// A day of made-up news on so many subjects, each told by several sources in words of its own and reprinted once.
std::vector<article> busy_day(std::size_t subjects) {
  std::vector<article> all;
  for (std::size_t s = 0; s < subjects; ++s) {
    const std::string n = std::to_string(s);
    const std::string text = "Sujet" + n + " ville" + n + " pont" + n + " ouvre travaux" + n + " avec equipe" + n + " pour habitants" + n +
                             " quartier" + n + " place" + n + ". Le maire" + n + " parle" + n + " du budget" + n + ".";
    const timestamp t = morning - std::chrono::minutes{static_cast<long>(10 * s)};
    for (int copy = 0; copy < 2; ++copy)
      all.push_back(make_article(static_cast<std::int64_t>(all.size() + 1), copy ? "agence" : "local", "Titre sujet" + n + " ville" + n, text, t));
  }
  return all;
}

}  // namespace

TEST_CASE("a digest joins reprints and relates what was told before") {
  for (const std::string language : {"fr", "en", "zh"}) {
    const auto articles = read_articles(language);
    const auto first = number(articles[0].id);
    const digest d = build_digest(make_edition(language), articles, articles, morning);
    CHECK(ids(d).count(first) + ids(d).count(first + 1) == 1);  // one of the two tellings
    CHECK(ids(d).count(first + 3) == 1);
    const auto& told = number(d.items[0].article) <= first + 1 ? d.items[0] : d.items[1];
    for (const auto& r : told.related) CHECK(number(r.id) > first + 1);  // neither itself nor its copy
    // What was told before is what it goes on from, or the first that is related.
    REQUIRE((told.continues || !told.related.empty()));
    CHECK(number(told.continues ? told.continues->article : told.related[0].id) == first + 2);
    CHECK(d.day == "2026-11-23");
    CHECK(d.language == language);
    for (const auto& item : d.items) CHECK(!item.summary.empty());
  }
}

TEST_CASE("only the window, the sources and the language of the edition come into a digest") {
  const std::string text = "La foire ouvre ses portes au public dans la halle.";
  std::vector<article> articles = {
      make_article(1, "a", "Hier", text, at("2026-11-22T20:00")),
      make_article(2, "a", "Trop vieux", "Les ours quittent la forêt pour la plaine.", at("2026-11-20T20:00")),
      make_article(3, "b", "Autre source", "Un train de nuit relie la mer et la montagne.", at("2026-11-22T21:00")),
      make_article(4, "a", "English", "The fair opens its doors to everyone in town.", at("2026-11-22T22:00")),
      make_article(5, "a", "Demain", "La neige tombera sur les sommets du massif.", at("2026-11-23T20:00")),
  };
  articles[3].language = "en";
  edition e = make_edition("fr");
  e.sources = {"a"};
  CHECK(ids(build_digest(e, articles, articles, morning)) == std::set<std::int64_t>{1});
}

TEST_CASE("no article is twice in a digest and no source has more than half of it") {
  const edition e = make_edition("fr");
  const digest d = build_digest(e, busy_day(30), busy_day(30), morning);
  REQUIRE(d.items.size() == e.items);
  CHECK(ids(d).size() == e.items);
  std::map<std::string, std::size_t> by_source;
  std::set<std::string> titles;
  for (const auto& item : d.items) {
    ++by_source[item.source];
    CHECK(titles.insert(item.title).second);
  }
  for (const auto& [source, count] : by_source) CHECK(count <= e.items / 2);
}

TEST_CASE("an edition's limit for a source holds even when others have nothing left, and says so") {
  edition e = make_edition("fr");
  e.max_per_source = 2;
  std::vector<article> articles = busy_day(12);
  for (article& a : articles) a.source = "seule";
  news_index index("fr");
  const built_digest built = build_digest(index, e, articles, {}, morning);
  CHECK(built.made.items.size() == 2);
  CHECK(std::any_of(built.chosen.verdicts.begin(), built.chosen.verdicts.end(),
                    [](const verdict& v) { return !v.chosen && v.why.find("has its share already (2)") != std::string::npos; }));
}

TEST_CASE("a source of high priority comes before others, one of low priority after them") {
  std::vector<article> articles = busy_day(30);
  for (std::size_t i = 0; i < articles.size(); ++i) articles[i].source = i % 3 == 0 ? "haute" : i % 3 == 1 ? "basse" : "autre";
  const auto of_source = [&](const edition& e, const std::string& name) {
    news_index index("fr");
    const auto stories = build_digest(index, e, articles, {}, morning).chosen;
    return std::count_if(stories.articles.begin(), stories.articles.end(), [&](std::size_t n) { return index.at(n).source == name; });
  };
  edition e = make_edition("fr");
  const auto high_before = of_source(e, "haute"), low_before = of_source(e, "basse");
  e.priorities = {{"haute", source_priority::high}, {"basse", source_priority::low}};
  CHECK(of_source(e, "haute") > high_before);
  CHECK(of_source(e, "haute") <= 4);
  CHECK(of_source(e, "basse") < low_before);
  news_index index("fr");
  const auto verdicts = build_digest(index, e, articles, {}, morning).chosen.verdicts;
  CHECK(verdicts.front().why.find("a source of high priority") != std::string::npos);
}

TEST_CASE("a source alone fills the digest") {
  std::vector<article> articles = busy_day(12);
  for (article& a : articles) a.source = "seule";
  CHECK(build_digest(make_edition("fr"), articles, {}, morning).items.size() == 8);
}

TEST_CASE("related links lead to no item of the digest as long as there are others") {
  const auto articles = read_articles("fr");
  const digest d = build_digest(make_edition("fr"), articles, articles, morning);
  const auto shown = ids(d);
  for (const auto& item : d.items) {
    std::size_t inside = 0;
    for (const auto& r : item.related) inside += shown.count(number(r.id));
    CHECK((inside == 0 || inside == item.related.size()));
    for (const auto& r : item.related) CHECK(r.id != item.article);
  }
}

TEST_CASE("an article without a text is summarised by its source's own words") {
  article a = make_article(1, "a", "Titre", "", at("2026-11-23T07:00"));
  a.summary = "Le résumé de la source, en une phrase.";
  const digest d = build_digest(make_edition("fr"), {a}, {}, morning);
  REQUIRE(d.items.size() == 1);
  CHECK(d.items[0].summary.at(0).text == a.summary);
}

TEST_CASE("the same articles in another order give the same digest") {
  auto articles = read_articles("fr");
  const auto before = ids(build_digest(make_edition("fr"), articles, articles, morning));
  std::reverse(articles.begin(), articles.end());
  CHECK(ids(build_digest(make_edition("fr"), articles, articles, morning)) == before);
}

TEST_CASE("nothing in the window gives a digest without items") {
  const digest d = build_digest(make_edition("zh"), {}, {}, morning);
  CHECK(d.items.empty());
  CHECK(d.day == "2026-11-23");
}

TEST_CASE("articles of any characters compose without harm") {
  seeded_random random(8);
  std::vector<article> articles;
  for (int i = 0; i < 60; ++i)
    articles.push_back(make_article(i + 1, i % 2 ? "a" : "b", random_text(random, 20), random_text(random, 300), morning - std::chrono::minutes{i}));
  const digest d = build_digest(make_edition("fr"), articles, articles, morning);
  CHECK(ids(d).size() == d.items.size());
}

TEST_CASE("the reason of a related link is said in the reader's language") {
  const timestamp now = at("2026-11-23T08:00");
  const std::string paris = "Europe/Paris";
  CHECK(why_related(relation::same_subject, at("2026-11-22T23:30"), now, paris, "fr") == "même sujet, hier");
  CHECK(why_related(relation::same_event, at("2026-11-23T00:10"), now, paris, "fr") == "même événement, aujourd’hui");
  CHECK(why_related(relation::same_subject, at("2026-11-21T10:00"), now, paris, "en") == "same subject, two days ago");
  CHECK(why_related(relation::close_subject, at("2026-10-12T10:00"), now, paris, "en") == "related subject, on 12 October 2026");
  CHECK(why_related(relation::same_subject, at("2026-11-22T10:00"), now, "Asia/Shanghai", "zh") == "同一话题，昨天");
  CHECK(why_related(relation::close_subject, at("2026-11-18T10:00"), now, paris, "fr") == "sujet proche, il y a 5 jours");
}

TEST_CASE("a story that two sources tell names both, under what readers call them") {
  edition e = make_edition("fr");
  e.source_titles = {{"local", "Le Courrier de Valbrune"}, {"agence", "Agence du Val"}};
  const auto articles = busy_day(6);
  const digest d = build_digest(e, articles, {}, morning);
  REQUIRE(d.items.size() == 6);
  for (const auto& item : d.items) {
    CHECK(item.source_title == e.source_titles.at(item.source));
    REQUIRE(item.also_in.size() == 1);
    CHECK(item.also_in[0].source != item.source);
    CHECK(item.also_in[0].source_title == e.source_titles.at(item.also_in[0].source));
    CHECK(item.also_in[0].article != item.article);
    CHECK(item.reading.count() > 0);
    for (const auto& r : item.related) CHECK(r.id != item.also_in[0].article);
  }
}

TEST_CASE("a thin day goes out as its edition wants, and says so") {
  // Two subjects of the night, and four of the day before yesterday's evening.
  auto articles = busy_day(6);
  for (article& a : articles)
    if (number(a.id) > 4) a.published = a.first_seen = *a.published - std::chrono::hours{30};
  edition e = make_edition("fr");
  e.thin_below = 3;
  const auto built = [&] {
    news_index index("fr");
    return build_digest(index, e, articles, {}, morning);
  };
  const auto sent = built();
  CHECK(sent.made.items.size() == 6);
  CHECK(sent.chosen.thin == "a thin day: 2 fresh stories, the edition wants 3; sent with all 6 there are (thin = \"send\")");
  e.thin = thin_day::shorten;
  const auto shortened = built();
  REQUIRE(shortened.made.items.size() == 2);
  for (const auto& item : shortened.made.items) CHECK(number(item.article) <= 4);
  CHECK(shortened.chosen.thin == "a thin day: 2 fresh stories, the edition wants 3; shortened to them (thin = \"shorten\")");
  std::size_t left_out = 0;
  for (const verdict& v : shortened.chosen.verdicts) left_out += !v.chosen && v.why.starts_with("a thin day is shortened");
  CHECK(left_out == 4);
  e.thin = thin_day::skip;
  const auto skipped = built();
  CHECK(skipped.made.items.empty());
  CHECK(skipped.chosen.thin == "a thin day: 2 fresh stories, the edition wants 3; skipped (thin = \"skip\")");
  e.thin = thin_day::merge;
  digest last;
  const auto merged = [&](std::chrono::hours ago) {
    news_index index("fr");
    last.composed_at = morning - ago;
    edition wide = e;
    wide.window = window_of(e, {last}, morning);
    return build_digest(index, wide, articles, {last}, morning);
  };
  CHECK(merged(std::chrono::hours{24}).made.items.empty());
  CHECK(merged(std::chrono::hours{24}).chosen.thin == "a thin day: 2 fresh stories, the edition wants 3; kept for the next issue (thin = \"merge\")");
  // With those of the day before they are enough; and nothing waits for ever.
  CHECK(merged(std::chrono::hours{48}).made.items.size() == 6);
  CHECK(merged(std::chrono::hours{48}).chosen.thin.empty());
  e.thin_below = 7;
  CHECK(merged(std::chrono::hours{48}).made.items.empty());
  CHECK(merged(std::chrono::hours{72}).made.items.size() == 6);
  CHECK(merged(std::chrono::hours{72}).chosen.thin.ends_with("it has waited (thin = \"merge\")"));
  CHECK(window_of(e, {last}, morning) == std::chrono::hours{72});
  CHECK(window_of(e, {}, morning) == e.window);
  last.composed_at = morning - std::chrono::hours{24 * 30};
  CHECK(window_of(e, {last}, morning) == std::chrono::hours{24 * 7});
  // Two are enough for an edition that wants no more.
  e.thin = thin_day::skip;
  e.thin_below = 2;
  CHECK(built().made.items.size() == 6);
  CHECK(built().chosen.thin.empty());
}

TEST_CASE("what a source calls related stands behind what the archive has, by our page or by its own address, and never a copy of an item") {
  auto articles = read_articles("fr");
  article old = make_article(900, "local", "Le barrage de la Lézarde fête ses cent ans", "Le barrage a cent ans, et la vallée le fête.", morning - std::chrono::hours{24 * 20});
  old.language = "fr";
  old.url = "https://example.org/barrage";
  articles.push_back(old);
  const auto nuts = std::find_if(articles.begin(), articles.end(), [](const article& a) { return number(a.id) == 4; });
  nuts->related = {{"Noix : une récolte record dans la vallée", ""},  // itself
                   {articles[0].title, articles[0].url},              // another item
                   {"Barrage : cent ans", "https://example.org/barrage"},
                   {"Le prix des noix, par département", "https://autre.example.org/noix"},
                   {"Sans adresse", ""},
                   {"Mal lié", "javascript:alert(1)"}};
  news_index index("fr");
  index.update(articles, timestamp::min());
  const auto made = build_digest(index, make_edition("fr"), articles, {}, morning).made;
  const auto item = std::find_if(made.items.begin(), made.items.end(), [](const digest_item& i) { return number(i.article) == 4; });
  REQUIRE(item != made.items.end());
  REQUIRE(item->related.size() == 2);
  CHECK(item->related[0].id == article_id{900});
  CHECK(item->related[0].title == old.title);
  CHECK(item->related[0].why == "signalé par agence");
  CHECK(number(item->related[1].id) == 0);
  CHECK(related_url("https://news.example.org", item->related[1]) == "https://autre.example.org/noix");
  CHECK(related_url("https://news.example.org", item->related[0]) == "https://news.example.org/a/900");
  const template_set templates = template_set::load("").value();
  const auto place = static_cast<std::size_t>(item - made.items.begin());
  CHECK(render_chat_item(templates, made, place, "https://news.example.org").find("https://autre.example.org/noix") != std::string::npos);
}
