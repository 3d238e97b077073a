// The article page: its lines of time, its body, what is related, and what a hostile article can't do.
#include "web/site_fixture.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace depeche::test;

namespace {

std::string page_of(site_fixture& site, article a) {
  const auto kept = site.keep({std::move(a)});
  const auto answer = site.get("/a/" + std::to_string(number(kept[0].id)));
  REQUIRE(answer.status == 200);
  return answer.body;
}

}  // namespace

TEST_CASE("an article's page says when it was last updated, in the language's own form") {
  site_fixture site;
  CHECK(contains(page_of(site, some_article("Le tramway", "fr")), ">Dernière mise à jour à 07h05 le 23/11</time>"));
  CHECK(contains(page_of(site, some_article("The tram", "en")), ">Last updated at 07:05 on 23 November</time>"));
  CHECK(contains(page_of(site, some_article("电车通车", "zh")), ">最后更新：11月23日07:05</time>"));
}

TEST_CASE("an article without times gets no line that says when") {
  site_fixture site;
  article a = some_article();
  a.published.reset();
  a.updated.reset();
  const std::string page = page_of(site, a);
  CHECK_FALSE(contains(page, "Dernière mise à jour"));
  CHECK_FALSE(contains(page, "Publié le"));
}

TEST_CASE("an article's page is in the article's language") {
  site_fixture site;
  CHECK(contains(page_of(site, some_article("A", "fr")), "<html lang=\"fr\""));
  CHECK(contains(page_of(site, some_article("B", "en")), "<html lang=\"en\""));
  CHECK(contains(page_of(site, some_article("C", "zh")), "<html lang=\"zh-Hans\""));
  const std::string arabic = page_of(site, some_article("D", "ar"));
  CHECK(contains(arabic, "lang=\"ar\" dir=\"rtl\""));
}

TEST_CASE("the text becomes paragraphs, the summary stands before it once, and the code to subscribe beside it") {
  site_fixture site;
  const std::string page = page_of(site, some_article());
  CHECK(contains(page, "<p>Premier paragraphe, avec l’eau &amp; le pont.</p>"));
  CHECK(contains(page, "<p>Second paragraphe.</p>"));
  CHECK(count(page, ">La première rame a franchi le pont.<") == 1);
  CHECK(contains(page, "<img class=\"qr\" src=\"/qr/web.png\""));
  CHECK(contains(page, "Scannez ce code QR"));
  CHECK(contains(page, "href=\"https://courrier.example/tramway\""));

  article same = some_article("Autre");
  same.text = same.summary + " Et la suite.";
  CHECK_FALSE(contains(page_of(site, same), "class=\"lead\""));
}

TEST_CASE("html that ingest made safe is shown as it is, and the plain text is not shown again") {
  site_fixture site;
  article a = some_article();
  a.html = "<p>Un <em>beau</em> paragraphe.</p>";
  const std::string page = page_of(site, a);
  CHECK(contains(page, "<p>Un <em>beau</em> paragraphe.</p>"));
  CHECK_FALSE(contains(page, "Second paragraphe"));
}

TEST_CASE("a hostile article can't bring markup or another scheme into the page") {
  site_fixture site;
  article a = some_article("<script>alert(1)</script>\" onload=\"x");
  a.author = "<b>auteur</b>";
  a.source = "courrier'\"><img src=x>";
  a.summary = "</p><script>alert(2)</script>";
  a.text = "<script>alert(3)</script>\n\n{{title}} {{{html}}}";
  a.url = "javascript:alert(4)";
  a.image = "javascript:alert(5)";
  a.categories = {"<i>rubrique</i>"};
  a.related = {{"<u>titre</u>", "javascript:alert(6)"}, {"Bon", "https://courrier.example/x?a=1&b=\"2\""}};
  const std::string page = page_of(site, a);
  CHECK_FALSE(contains(page, "<script"));
  CHECK_FALSE(contains(page, "javascript:"));
  CHECK_FALSE(contains(page, "<b>auteur"));
  CHECK_FALSE(contains(page, "<img src=x"));
  CHECK_FALSE(contains(page, "<i>rubrique"));
  CHECK_FALSE(contains(page, "<u>titre"));
  CHECK_FALSE(contains(page, "\" onload=\""));
  CHECK(contains(page, "&lt;u&gt;titre&lt;/u&gt;"));
  CHECK(contains(page, "{{title}} {{{html}}}"));
  CHECK(contains(page, "https://courrier.example/x?a=1&amp;b=&quot;2&quot;"));
}

TEST_CASE("the page names what a digest found related, with the reason, and what names the article") {
  site_fixture site;
  const auto kept = site.keep({some_article("Feu vert au tramway"), some_article("Le tramway ouvre"), some_article("Bus")});
  related_article other;
  other.id = kept[1].id;
  other.title = "Le tramway ouvre";
  other.why = "même sujet, aujourd’hui";
  site.keep_digest("matin", "2026-11-23", {kept[0]}, {other});

  const auto first = site.get("/a/" + std::to_string(number(kept[0].id))).body;
  CHECK(contains(first, "<a href=\"/a/" + std::to_string(number(kept[1].id)) + "\">Le tramway ouvre</a>"));
  CHECK(contains(first, "même sujet, aujourd’hui"));
  CHECK(contains(first, "Dans l’édition du"));

  const auto second = site.get("/a/" + std::to_string(number(kept[1].id))).body;
  CHECK(contains(second, "<a href=\"/a/" + std::to_string(number(kept[0].id)) + "\">Feu vert au tramway</a>"));
  CHECK_FALSE(contains(site.get("/a/" + std::to_string(number(kept[2].id))).body, "À lire aussi"));
}

TEST_CASE("related headlines of the source are listed, with links where there are any") {
  site_fixture site;
  article a = some_article();
  a.related = {{"Titre sans lien", ""}, {"Titre avec lien", "https://courrier.example/2"}};
  const std::string page = page_of(site, a);
  CHECK(contains(page, "<li>Titre sans lien</li>"));
  CHECK(contains(page, "<a href=\"https://courrier.example/2\" rel=\"external noopener\">Titre avec lien</a>"));
}

TEST_CASE("an article that is listed as related is not listed again among the source's headlines") {
  site_fixture site;
  article earlier = some_article("Feu vert au tramway");
  article a = some_article("Le tramway roule");
  a.related = {{"Feu vert  au tramway", "https://courrier.example/1"}, {"La fête au village", "https://courrier.example/2"}};
  const auto kept = site.keep({earlier, a});
  site.keep_digest("morning", "2026-11-23", {kept[1]}, {{kept[0].id, kept[0].title, "même sujet, hier", 0.5}});
  const std::string page = site.get("/a/" + std::to_string(number(kept[1].id))).body;
  CHECK(count(page, "Feu vert") == 1);
  CHECK(contains(page, "La fête au village"));
}

TEST_CASE("when only an excerpt is known, the page says so") {
  site_fixture site;
  article a = some_article();
  a.text.clear();
  const std::string page = page_of(site, a);
  CHECK(contains(page, "class=\"lead\""));
  CHECK(contains(page, "ne donne qu’un extrait"));
}

TEST_CASE("an article's page names its source as readers know it, and says how long it takes") {
  site_fixture site;
  source_state state;
  state.source = "courrier";
  state.title = "Le Courrier <de> Valbrune";
  site.run(site.articles.save_state(state)).value();
  auto learn = [&]() -> task<int> {
    co_await site.board.refresh_all();
    co_return 0;
  };
  site.run(learn());
  const std::string page = page_of(site, some_article("Le tramway", "fr"));
  CHECK(contains(page, "<cite>Le Courrier &lt;de&gt; Valbrune</cite>"));
  CHECK(contains(page, "<span class=\"minutes\">1 min de lecture</span>"));
  CHECK_FALSE(contains(page, "<cite>courrier</cite>"));
}

TEST_CASE("a translated article says so, leads to its original, and doesn't claim to be the source's own words") {
  site_fixture site;
  article a = some_article();
  CHECK(contains(page_of(site, a), "sans réécriture"));
  a.key = "translation";
  a.translated_from = "en";
  const std::string page = page_of(site, a);
  CHECK(contains(page, "Ce texte a été traduit de l’anglais par IA : seul l’original fait foi."));
  CHECK(contains(page, "href=\"https://courrier.example/tramway\""));
  CHECK_FALSE(contains(page, "sans réécriture"));
}
