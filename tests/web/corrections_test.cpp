// What a correction replaced stands on the article's page.
#include "support/catch.hpp"
#include "web/site_fixture.hpp"

using namespace depeche;
using namespace depeche::test;
using namespace std::chrono_literals;

TEST_CASE("an article's page says when it was corrected, and the title before, in its language") {
  site_fixture site;
  struct in_language {
    const char* language;
    const char* words;
    const char* before;
  };
  for (const in_language& l : {in_language{"fr", "Corrigé le ", "titre précédent : « Le pont <ferme> »"}, in_language{"en", "Corrected on ", "the title was “Le pont <ferme>”"},
                               in_language{"zh", "更正于", "原标题：“Le pont <ferme>”"}}) {
    article a = some_article("Le pont <ferme>", l.language);
    a.key = std::string("k-") + l.language;
    const article first = site.keep({a}).front();
    const std::string address = "/a/" + std::to_string(number(first.id));
    CHECK_FALSE(contains(site.get(address).body, l.words));
    a.title = "Le pont rouvre";
    a.first_seen += 2h;
    site.keep({a});
    const std::string page = site.get(address).body;
    CHECK(contains(page, l.words));
    std::string before = l.before;
    before.replace(before.find("<ferme>"), 7, "&lt;ferme&gt;");
    CHECK(contains(page, before));
    a.text += "\n\nEncore un paragraphe.";
    site.keep({a});
    CHECK(count(site.get(address).body, l.words) == 2);
    CHECK(count(site.get(address).body, before) == 1);
  }
}
