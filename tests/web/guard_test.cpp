// What the guard holds is on no page and in no feed.
#include "support/catch.hpp"
#include "web/site_fixture.hpp"

using namespace depeche;
using namespace depeche::test;
using namespace std::chrono_literals;

namespace {

void list_word(site_fixture& site, const std::string& word) {
  guard_lists lists;
  lists.of_accounts["main"] = std::make_shared<const word_list>(word_list::parse(word + "\n", "words.txt").value());
  site.guard.use(std::move(lists));
}

}  // namespace

TEST_CASE("a held article has no page, and no digest, list or feed names it until it is released") {
  site_fixture site;
  article casino = some_article("Le casino de la gare rouvre");
  casino.url = "https://courrier.example/casino";
  const auto kept = site.keep({some_article(), casino});
  const std::string page = "/a/" + std::to_string(number(kept[1].id)), other = "/a/" + std::to_string(number(kept[0].id));
  related_article link{kept[1].id, casino.title, "même sujet", 0.5};
  const digest d = site.keep_digest("matin", "2026-11-23", {kept[0], kept[1]}, {link});
  const std::vector<std::string> addresses = {"/fr/", "/d/" + std::to_string(number(d.id)), other, "/feed.xml", "/feed.json", "/feed.xml?edition=matin"};
  CHECK(site.get(page).status == 200);
  for (const std::string& address : addresses) CHECK(contains(site.get(address).body, "casino"));

  list_word(site, "ＣＡＳＩＮＯ | jeux");
  CHECK(site.get(page).status == 404);
  for (const std::string& address : addresses) {
    INFO(address);
    const auto shown = site.get(address);
    CHECK(shown.status == 200);
    CHECK_FALSE(contains(shown.body, "casino"));
    CHECK(contains(shown.body, "tramway"));
  }

  // An editor lets it out.
  hold h;
  h.account = "main";
  h.article = kept[1].id;
  h.edition = "matin";
  h.reasons = {{hold_cause::word, "ＣＡＳＩＮＯ", "jeux", held_part::title, ""}};
  CHECK(site.run(site.holds.note({h})).value().size() == 1);
  CHECK(site.run(site.guard.decide("main", kept[1].id, hold_state::released, "oEditor")).value().has_value());
  CHECK(site.get(page).status == 200);
  for (const std::string& address : addresses) CHECK(contains(site.get(address).body, "casino"));
}

TEST_CASE("a title that a correction replaced is not named when the guard would hold it") {
  site_fixture site;
  article a = some_article("Le casino rouvre");
  const article first = site.keep({a}).front();
  a.title = "La salle rouvre";
  a.key = "Le casino rouvre";
  a.first_seen += 2h;
  site.keep({a});
  const std::string page = "/a/" + std::to_string(number(first.id));
  CHECK(contains(site.get(page).body, "Le casino rouvre"));
  list_word(site, "casino");
  CHECK(site.get(page).status == 200);
  CHECK(contains(site.get(page).body, "La salle rouvre"));
  CHECK_FALSE(contains(site.get(page).body, "casino"));
}
