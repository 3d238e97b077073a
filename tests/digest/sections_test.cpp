#include "digest/sections.hpp"

#include "digest/build_digest.hpp"
#include "digest/news_samples.hpp"
#include "digest/render.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace depeche;

namespace {

edition with_sections() {
  edition e;
  e.language = "fr";
  e.sections = {{"Culture", {"revue"}, {"culture", "Cinéma"}}, {"Sport", {}, {"sport"}}};
  return e;
}

digest_item item(std::int64_t id, const std::string& section) {
  digest_item i;
  i.article = article_id{id};
  i.title = "Titre " + std::to_string(id);
  i.section = section;
  return i;
}

std::vector<std::int64_t> ids(const std::vector<digest_item>& items) {
  std::vector<std::int64_t> out;
  for (const digest_item& i : items) out.push_back(number(i.article));
  return out;
}

}  // namespace

TEST_CASE("an article's section is told by its category in any case, or by its source") {
  const edition e = with_sections();
  article a;
  a.source = "gazette";
  CHECK(section_of(e, a).empty());
  a.categories = {"Vie locale", "CINÉMA"};
  CHECK(section_of(e, a) == "Culture");
  a.categories = {"Sport"};
  CHECK(section_of(e, a) == "Sport");
  a.source = "revue";
  CHECK(section_of(e, a) == "Culture");  // the first that it belongs to
}

TEST_CASE("items stand under their sections in the edition's order, and what has none comes first") {
  std::vector<digest_item> items = {item(1, "Sport"), item(2, ""), item(3, "Culture"), item(4, "Sport"), item(5, "Culture")};
  arrange_sections(with_sections(), items);
  CHECK(ids(items) == std::vector<std::int64_t>{2, 3, 5, 1, 4});
  CHECK(items[1].section == "Culture");
}

TEST_CASE("a short issue, or one of a single part, has no sections and keeps its order") {
  std::vector<digest_item> few = {item(1, "Sport"), item(2, ""), item(3, "Culture"), item(4, "Sport")};
  arrange_sections(with_sections(), few);
  CHECK(ids(few) == std::vector<std::int64_t>{1, 2, 3, 4});
  CHECK(few[0].section.empty());
  std::vector<digest_item> alike;
  for (int i = 1; i <= 6; ++i) alike.push_back(item(i, "Sport"));
  arrange_sections(with_sections(), alike);
  CHECK(alike[5].section.empty());
}

TEST_CASE("a section's heading stands once in a chat text, and again where the next part begins within it") {
  const template_set templates = template_set::load("").value();
  digest d;
  d.id = digest_id{3};
  d.language = "fr";
  d.zone = "Europe/Paris";
  d.day = "2026-11-23";
  for (int i = 1; i <= 30; ++i) {
    digest_item one = item(i, i <= 2 ? "" : "Culture");
    one.summary.push_back({"La troupe de Valbrune rejoue samedi sa pièce sur les meuniers de la vallée.", 0, 1});
    d.items.push_back(std::move(one));
  }
  const chat_part first = render_chat_part(templates, d, "Le Matin", "https://news.example.org", 0);
  const std::size_t heading = first.text.find("【Culture】");
  REQUIRE(heading != std::string::npos);
  CHECK(first.text.find("【Culture】", heading + 1) == std::string::npos);
  CHECK(heading > first.text.find("2. "));
  const chat_part second = render_chat_part(templates, d, "Le Matin", "https://news.example.org", first.next);
  CHECK(second.text.find("【Culture】") != std::string::npos);
}

TEST_CASE("what an editor put at a place stands there whatever its section, and no heading stands twice") {
  const edition e = with_sections();
  const auto pick = [](std::int64_t id, std::size_t place) { return editor_pick{0, article_id{id}, pick_kind::placed, place, {}, {}, {}}; };
  const auto arranged = [&](const std::vector<editor_pick>& picks) {
    // The order in which they are chosen: the picks stand at their places already.
    std::vector<digest_item> items = {item(1, "Sport"), item(2, ""), item(3, "Culture"), item(4, "Sport"), item(5, "Culture")};
    arrange_sections(e, items, picks);
    return items;
  };
  CHECK(ids(arranged({pick(4, 1)})) == std::vector<std::int64_t>{4, 2, 3, 5, 1});
  CHECK(arranged({pick(4, 1)})[0].section.empty());
  CHECK(ids(arranged({pick(1, 3)})) == std::vector<std::int64_t>{2, 3, 1, 5, 4});
  CHECK(ids(arranged({pick(1, 1), pick(3, 1)})) == std::vector<std::int64_t>{3, 1, 2, 5, 4});
  CHECK(ids(arranged({pick(2, 99)})).back() == 2);
  CHECK(arranged({pick(5, 2)})[1].section == "Culture");  // its own part begins there
  CHECK(ids(arranged({pick(4, 0)})) == std::vector<std::int64_t>{2, 3, 5, 1, 4});  // in, but put nowhere
  for (std::size_t place = 1; place <= 5; ++place)
    for (std::int64_t id = 1; id <= 5; ++id) {
      const auto items = arranged({pick(id, place)});
      CHECK(items[place - 1].article == article_id{id});
      std::vector<std::string> headings;
      for (std::size_t i = 0; i < items.size(); ++i)
        if (i == 0 || items[i].section != items[i - 1].section) headings.push_back(items[i].section);
      for (const std::string& h : headings) CHECK(std::count(headings.begin(), headings.end(), h) == 1);
    }
}
