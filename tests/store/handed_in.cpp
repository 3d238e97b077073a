// Articles that people hand in and drop, what corrections replaced, and answers kept for the API.
#include "store/api_store.hpp"
#include "store/article_store.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp noon = from_unix_seconds(1'795'435'200);

article note(const std::string& key, const std::string& title = "Le pont rouvre") {
  article a;
  a.source = "desk";
  a.key = key;
  a.title = title;
  a.text = "Le pont a rouvert ce matin.";
  a.language = "fr";
  a.first_seen = noon;
  return a;
}

}  // namespace

TEST_CASE("an article that was handed in has an id, and the same one again is the same") {
  opened s;
  article_store articles(*s.db);
  const kept_article first = s(articles.keep_handed_in(note("k")));
  CHECK(first.outcome == keep_outcome::added);
  CHECK(s(articles.find(first.id))->title == "Le pont rouvre");
  const kept_article again = s(articles.keep_handed_in(note("k")));
  CHECK(again.id == first.id);
  CHECK(again.outcome == keep_outcome::unchanged);
  CHECK(s(articles.keep_handed_in(note("k", "桥重新开放"))).outcome == keep_outcome::corrected);
  CHECK(s(articles.count()) == 1);
}

TEST_CASE("a dropped article is nowhere, its source does not bring it back, handing it in again does") {
  opened s;
  article_store articles(*s.db);
  const article_id id = s(articles.keep_handed_in(note("k"))).id;
  CHECK(s(articles.drop(id)));
  CHECK_FALSE(s(articles.drop(id)));
  CHECK_FALSE(s(articles.drop(article_id{77})));
  CHECK_FALSE(s(articles.find(id)));
  CHECK(s(articles.between({}, noon - 1h, noon + 1h, 10)).empty());
  CHECK(s(articles.list({})).empty());
  CHECK(s(articles.count()) == 0);
  const keep_report polled = s(articles.keep({note("k", "Another title")}));
  CHECK(polled.unchanged == 1);
  CHECK_FALSE(s(articles.find(id)));
  const kept_article back = s(articles.keep_handed_in(note("k")));
  CHECK(back.id == id);
  CHECK(back.outcome == keep_outcome::added);
  CHECK(s(articles.find(id)));
}

TEST_CASE("what a correction replaced is kept with its time, and the oldest go first") {
  opened s;
  article_store articles(*s.db);
  const article_id id = s(articles.keep_handed_in(note("k", "Le pont ferme"))).id;
  CHECK(s(articles.revisions(id)).empty());
  article corrected = note("k", "Le pont rouvre");
  corrected.first_seen = noon + 2h;
  s(articles.keep({corrected}));
  corrected.updated = noon + 3h;  // another time alone replaces nothing that was read
  s(articles.keep({corrected}));
  auto before = s(articles.revisions(id));
  REQUIRE(before.size() == 1);
  CHECK(before[0].title == "Le pont ferme");
  CHECK(before[0].text == "Le pont a rouvert ce matin.");
  CHECK(before[0].replaced_at == noon + 2h);
  for (std::size_t i = 0; i < most_revisions + 5; ++i) {
    corrected.text = "Version " + std::to_string(i);
    s(articles.keep({corrected}));
  }
  before = s(articles.revisions(id));
  REQUIRE(before.size() == most_revisions);
  CHECK(before.front().text == "Version " + std::to_string(most_revisions + 3));
  CHECK(before.back().text == "Version 4");
}

TEST_CASE("an article is found by its address, unless it was dropped") {
  opened s;
  article_store articles(*s.db);
  article a = note("k");
  a.url = "https://example.org/pont";
  const article_id id = s(articles.keep_handed_in(a)).id;
  s(articles.keep_handed_in(note("without address")));
  CHECK(s(articles.find_at("https://example.org/pont"))->id == id);
  CHECK_FALSE(s(articles.find_at("https://example.org/autre")));
  CHECK_FALSE(s(articles.find_at("")));
  s(articles.drop(id));
  CHECK_FALSE(s(articles.find_at("https://example.org/pont")));
}

TEST_CASE("a beginning that was completed to the whole text is no correction") {
  opened s;
  article_store articles(*s.db);
  article beginning = note("k");
  beginning.text.clear();
  const article_id id = s(articles.keep_handed_in(beginning)).id;
  s(articles.keep({note("k")}));
  CHECK(s(articles.revisions(id)).empty());
}

TEST_CASE("articles are listed by source, language and time, in pages, the last to come first") {
  opened s;
  article_store articles(*s.db);
  std::vector<article_id> ids;
  for (int i = 0; i < 5; ++i) {
    article a = note("k" + std::to_string(i));
    a.published = noon + i * 1h;
    a.first_seen = noon + i * 1h;
    if (i == 4) a.source = "wire";
    if (i == 3) a.language = "zh";
    ids.push_back(s(articles.keep_handed_in(a)).id);
  }
  article_filter wanted;
  wanted.limit = 2;
  auto page = s(articles.list(wanted));
  REQUIRE(page.size() == 2);
  CHECK(page[0].id == ids[4]);
  wanted.before = page[1].id;
  page = s(articles.list(wanted));
  REQUIRE(page.size() == 2);
  CHECK(page[0].id == ids[2]);
  article_filter one;
  one.source = "wire";
  CHECK(s(articles.list(one)).size() == 1);
  article_filter chinese;
  chinese.language = "zh";
  CHECK(s(articles.list(chinese)).at(0).id == ids[3]);
  article_filter early;
  early.to = noon + 1h;
  CHECK(s(articles.list(early)).size() == 2);
}

TEST_CASE("an API answer is found under its key for a day") {
  opened s;
  api_store answers(*s.db);
  CHECK_FALSE(s(answers.find("k", noon)));
  s(answers.keep("k", {std::string("\0\xFF", 2), 201, "{\"id\":1}"}, noon));
  const auto found = s(answers.find("k", noon + 23h));
  REQUIRE(found);
  CHECK(found->request == std::string("\0\xFF", 2));
  CHECK(found->status == 201);
  CHECK(found->body == "{\"id\":1}");
  CHECK_FALSE(s(answers.find("k", noon + 24h)));
  s(answers.keep("other", {"", 200, ""}, noon + 25h));
  CHECK_FALSE(s(answers.find("k", noon)));  // forgotten
}
