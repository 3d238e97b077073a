// Topics, keywords and mutes of an edition: what an article is on, and what that does to a digest.
#include "digest/subjects.hpp"

#include "digest/build_digest.hpp"
#include "digest/news_samples.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace depeche;

namespace {

const timestamp morning = at("2026-11-23T08:00");

article about(std::string title, std::string text, std::vector<std::string> categories = {}) {
  static std::int64_t id = 0;
  ++id;
  article a = make_article(id, "source-" + std::to_string(id), std::move(title), std::move(text), morning - std::chrono::hours{1});
  a.categories = std::move(categories);
  return a;
}

edition with(std::vector<std::string> topics, std::vector<std::string> keywords = {}, std::vector<std::string> muted = {}, std::string language = "fr") {
  edition e = make_edition(std::move(language));
  e.topics = std::move(topics);
  e.keywords = std::move(keywords);
  e.muted = std::move(muted);
  return e;
}

// Eight stories that share no words, four on sport by their category.
std::vector<article> mixed_day() {
  return {about("Le club gagne en prolongation", "Les joueurs ont marqué au dernier instant.", {"Sport"}),
          about("La nageuse bat son record", "Elle touche le mur en moins d'une minute.", {"Sport"}),
          about("Un marathon traverse la vieille ville", "Mille coureurs partent dimanche.", {"Sport"}),
          about("L'équipe de hockey perd sa patinoire", "La glace a fondu durant la panne.", {"Sport"}),
          about("Le conseil vote le budget", "Les élus ont adopté les dépenses.", {"Politique"}),
          about("La préfète visite le chantier", "Elle a salué les ouvriers du barrage.", {"Politique"}),
          about("Une pianiste ouvre la saison", "Elle joue Schubert au théâtre.", {"Culture"}),
          about("Le boulanger fête cent ans de farine", "Sa famille tient le four depuis 1926.")};
}

built_digest build(const edition& e, const std::vector<article>& articles) {
  news_index index(e.language);
  index.update(articles, timestamp::min());
  subject_rules subjects(e);
  return build_digest(index, e, articles, {}, morning, {}, &subjects);
}

std::size_t of_category(const built_digest& built, const std::vector<article>& articles, const std::string& category) {
  return static_cast<std::size_t>(std::count_if(built.made.items.begin(), built.made.items.end(), [&](const digest_item& item) {
    const auto a = std::find_if(articles.begin(), articles.end(), [&](const article& x) { return x.id == item.article; });
    return !a->categories.empty() && a->categories[0] == category;
  }));
}

bool said(const built_digest& built, const std::string& words) {
  return std::any_of(built.chosen.verdicts.begin(), built.chosen.verdicts.end(), [&](const verdict& v) { return v.why.find(words) != v.why.npos; });
}

}  // namespace

TEST_CASE("a topic is told by the feed's categories where there are any, else by title and first lines") {
  subject_rules rules(with({"Élections", "climat"}));
  CHECK(rules.of(about("Rien", "Rien.", {"ELECTION municipale"})).topics == std::vector<std::string>{"Élections"});
  CHECK(rules.of(about("Les élections approchent", "Le vote.", {"Sport"})).topics.empty());
  CHECK(rules.of(about("L'élection approche", "Le vote.")).topics == std::vector<std::string>{"Élections"});
  CHECK(rules.of(about("Un sommet", "Le climat est au menu.")).topics == std::vector<std::string>{"climat"});
  std::string late(1000, 'x');
  CHECK(rules.of(about("Un sommet", late + " Le climat est au menu.")).topics.empty());
}

TEST_CASE("keywords and mutes are found as words of the language, phrases in order") {
  subject_rules rules(with({}, {"conseil municipal"}, {"football"}));
  CHECK(rules.of(about("Une séance", "Hier, les conseils municipaux ont voté.")).keyword == "conseil municipal");
  CHECK(rules.of(about("Une séance", "Le conseil est municipal.")).keyword == "conseil municipal");  // side by side, words that say nothing aside
  CHECK(rules.of(about("Une séance", "Le conseil. Un arrêté municipal.")).keyword.empty());
  CHECK(rules.of(about("Une séance", "Un arrêté municipal du conseil.")).keyword.empty());
  CHECK(rules.of(about("Le FOOTBALL revient", "Samedi.")).muted == "football");
  CHECK(rules.of(about("Samedi", "Le football revient.")).muted.empty());
  CHECK(rules.of(about("Samedi", "Le football revient, et qui dit football dit stade.")).muted == "football");
  CHECK(rules.of(about("Samedi", "Au stade.", {"Football"})).muted == "football");
}

TEST_CASE("Chinese is found by its characters, Traditional and Simplified alike") {
  subject_rules rules(with({"气候变化"}, {"台湾"}, {"彩票"}, "zh"));
  CHECK(rules.of(about("全球氣候變化大會開幕", "各國代表出席。")).topics == std::vector<std::string>{"气候变化"});
  CHECK(rules.of(about("新闻", "他昨天从臺灣回来。")).keyword == "台湾");
  CHECK(rules.of(about("彩票开奖", "今晚。")).muted == "彩票");
  CHECK(rules.of(about("天气", "晴。")).topics.empty());
}

TEST_CASE("an article that was corrected is looked at again") {
  subject_rules rules(with({}, {"tramway"}));
  article a = about("Un projet", "Le bus passera ici.");
  CHECK(rules.of(a).keyword.empty());
  a.text = "Le tramway passera ici.";
  CHECK(rules.of(a).keyword == "tramway");
}

TEST_CASE("no topic takes more than its cap, and the reasons name topic, keyword and mute") {
  const auto articles = mixed_day();
  edition e = with({"Sport", "Politique"}, {"Schubert"}, {"farine"});
  e.items = 6;
  const built_digest soft = build(e, articles);
  CHECK(soft.made.items.size() == 6);
  CHECK(of_category(soft, articles, "Sport") == 3);  // half, as long as others have something
  CHECK(of_category(soft, articles, "Politique") == 2);
  CHECK(said(soft, "topic Sport"));
  CHECK(said(soft, "keyword Schubert"));
  CHECK(said(soft, "muted: farine"));
  CHECK(number(soft.made.items[0].article) == number(articles[6].id));  // the keyword's story weighs most
  e.max_per_topic = 1;
  const built_digest hard = build(e, articles);
  CHECK(of_category(hard, articles, "Sport") == 1);
  CHECK(of_category(hard, articles, "Politique") == 1);
  CHECK(said(hard, "the topic Sport has its share already (1)"));
}

TEST_CASE("without topics a cap counts the feeds' own categories") {
  const auto articles = mixed_day();
  edition e = with({});
  e.max_per_topic = 2;
  const built_digest built = build(e, articles);
  CHECK(of_category(built, articles, "Sport") == 2);
  CHECK(of_category(built, articles, "Politique") == 2);
  CHECK(built.made.items.size() == 6);
}

TEST_CASE("an edition of its topics only leaves everything else out, and an editor's pick comes in all the same") {
  const auto articles = mixed_day();
  edition e = with({"Politique"});
  e.topics_only = true;
  const built_digest built = build(e, articles);
  CHECK(built.made.items.size() == 2);
  CHECK(said(built, "on none of the edition's topics"));
  news_index index("fr");
  index.update(articles, timestamp::min());
  subject_rules subjects(e);
  const std::vector<editor_pick> picks = {{0, articles[0].id, pick_kind::placed, 1, {}, {}, {}}};
  const built_digest picked = build_digest(index, e, articles, {}, morning, picks, &subjects);
  REQUIRE(picked.made.items.size() == 3);
  CHECK(number(picked.made.items[0].article) == number(articles[0].id));
}
