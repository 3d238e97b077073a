// What stands around an article in the same blocks: its byline and date, the box about its author, boxes that announce others.
#include "base/localisation.hpp"
#include "ingest/page_byline.hpp"
#include "ingest/page_extractor.hpp"
#include "support/catch.hpp"

#include <string>

using namespace depeche;

namespace {

const std::string quay =
    "Le conseil municipal a voté lundi l'élargissement du quai nord, après trois ans d'études et deux enquêtes publiques.";
const std::string trains =
    "Les trains de marchandises y arriveront dès le printemps, a indiqué le port, qui attend trente convois par semaine.";
const std::string critics =
    "Les riverains, réunis mardi à la salle des fêtes, demandent un mur contre le bruit et l'interdiction des manœuvres de nuit.";
const std::string title = "Le quai nord sera élargi";

std::string page_of(const std::string& body) {
  return "<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>" + title + " - Le Fanal</title></head><body>" + body +
         "</body></html>";
}

std::string teasers(int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += "<div class=item><a href=/n" + std::to_string(i) + "><img src=/t.jpg></a><h3><a href=/n" + std::to_string(i) +
           ">La pêche au hareng reprend au large, numéro " + std::to_string(i) +
           "</a></h3><p>Les bateaux sont sortis samedi matin. La saison durera jusqu'en avril, selon le comité des "
           "pêches.</p></div>";
  return out;
}

extracted_page examine(const std::string& body) {
  const auto found =
      examine_page(page_of(body), {}, "https://lefanal.example/ville/quai-nord", *parse_iso_time("2026-11-23T12:00"));
  INFO((found.has_error() ? to_line(found.error()) : std::string()));
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace

TEST_CASE("a short article is not given up for the boxes below it") {
  const auto page = examine("<div class=main><h1>" + title + "</h1><div class=content><p>" + quay + "</p><p>" + trains +
                            "</p></div><h3>À voir</h3>" + teasers(8) + "</div>");
  CHECK(page.text == quay + "\n\n" + trains);
  CHECK(page.kind == page_kind::article);
}

TEST_CASE("what readers wrote below an article is no part of it, however much it is") {
  std::string comments;
  for (int i = 0; i < 30; ++i)
    comments += "<div><b>Lecteur " + std::to_string(i) +
                "</b><p>Je ne suis pas d'accord avec cette décision, la mairie n'écoute jamais les habitants, et ce depuis "
                "longtemps.</p></div>";
  const auto named = examine("<div id=main><h1>" + title + "</h1><p>" + quay + "</p><p>" + trains +
                             "</p></div><div id=disqus_thread>" + comments + "</div>");
  CHECK(named.text == quay + "\n\n" + trains);
  const auto under_heading = examine("<div><h1>" + title + "</h1><div><p>" + quay + "</p><p>" + trains +
                                     "</p></div><h2>Commentaires (30)</h2><div>" + comments + "</div></div>");
  CHECK(under_heading.text == quay + "\n\n" + trains);
}

TEST_CASE("a list of articles under a line of introduction stays a list") {
  const auto found = examine_page(page_of("<h1>" + title + "</h1><p>" + quay + "</p>" + teasers(24)), {},
                                  "https://lefanal.example/ville/", *parse_iso_time("2026-11-23T12:00"));
  CHECK((found.has_error() || found->kind == page_kind::list));
}

TEST_CASE("a box is a list of related articles by its heading, whatever it is called") {
  const std::string links = "<a href=/a1>Le ferry de l'île reprend du service</a>";
  const std::string more = "<a href=/a2>Le musée de la mer ouvre ses portes</a>";
  for (const std::string heading : {"À lire aussi", "Sur le même sujet", "Articles liés", "Related stories", "More on this story", "相关阅读",
                                    "相关链接", "更多新聞"})
    for (const auto& box : {"<div class=box><h3>" + heading + "</h3><ul><li>" + links + "</li><li>" + more + "</li></ul></div>",
                            "<div class=box><p><b>" + heading + "</b></p>" + links + more + "</div>"}) {
      INFO(box);
      const auto page = examine("<div class=wrap><h1>" + title + "</h1><div class=content><p>" + quay + "</p><p>" + trains +
                                "</p><p>" + critics + "</p></div>" + box + "</div>");
      CHECK(page.related.size() == 2);
      CHECK(page.text == quay + "\n\n" + trains + "\n\n" + critics);
    }
  CHECK(examine("<h1>" + title + "</h1><p>" + quay + "</p><h3>Related risks</h3><p>" + trains + "</p><p>" + critics + "</p>").related.empty());
}

TEST_CASE("cards that are links as a whole are no part of the article above them") {
  std::string cards;
  for (int i = 0; i < 4; ++i)
    cards += "<div><a href=/x" + std::to_string(i) + "><h3>Une autre nouvelle du port, numéro " + std::to_string(i) +
             "</h3></a><p>Les bateaux sont sortis samedi matin, selon le comité.</p></div>";
  const auto page = examine("<h1>" + title + "</h1><div class=article-body><p>" + quay + "</p><p>" + trains + "</p><p>" + critics +
                            "</p></div><div class=\"article-body more\">" + cards + "</div>");
  CHECK(page.text == quay + "\n\n" + trains + "\n\n" + critics);
}

TEST_CASE("a long article with headlines below it is an article") {
  std::string sections;
  for (int i = 0; i < 8; ++i)
    sections += "<section><h2>Étape " + std::to_string(i) + "</h2><p>" + quay + " " + trains + " " + critics + "</p></section>";
  const auto page = examine("<main><section><h1>" + title + "</h1><p>" + quay + "</p></section>" + sections +
                            "<section class=more><h2>Les plus lus</h2>" + teasers(5) + "</section></main>");
  CHECK(page.kind == page_kind::article);
  CHECK(page.text.find("hareng") == std::string::npos);
}

TEST_CASE("the box about the author beside the text is no part of it") {
  const auto page = examine("<article class=post><h1>" + title + "</h1><div class=entry-content><p>" + quay + "</p><p>" + trains +
                            "</p><p>" + critics +
                            "</p></div><div class=author-box><p>Anne Lecoq est journaliste au Fanal. Elle suit la politique "
                            "municipale.</p></div></article>");
  CHECK(page.text == quay + "\n\n" + trains + "\n\n" + critics);
}

TEST_CASE("a link to another article is left out whatever arrow stands before it, and so is the line that asks for payment") {
  const auto page =
      examine("<main><h1>" + title + "</h1><p>" + quay +
              "</p><p>&gt;&gt; <a href=/z>Lire aussi : La pêche au hareng reprend au large</a></p><p>" + trains +
              "</p><p>→ <a href=/y>À lire aussi : Le ferry reprend du service dimanche</a></p><p>" + critics + "</p></main>");
  CHECK(page.text == quay + "\n\n" + trains + "\n\n" + critics);
  const auto stub =
      examine("<article><h1>" + title + "</h1><p>" + quay + "</p><p>" + trains +
              "</p><div class=wall><p>La suite est réservée aux abonnés. Déjà abonné ? Connectez-vous.</p></div></article>");
  CHECK(stub.kind == page_kind::stub);
  CHECK(stub.text == quay + "\n\n" + trains);
}

TEST_CASE("byline and date above the text are read and left out") {
  const auto page = examine("<article><h1>" + title +
                            "</h1><p class=byline>Par Anne Lecoq</p><p class=date>Publié le 22 novembre 2026 à 10h09</p><p>" +
                            quay + "</p><p>" + trains + "</p><p>" + critics + "</p></article>");
  CHECK(page.author == "Anne Lecoq");
  CHECK(page.text.starts_with(quay));
  REQUIRE(page.published);
  CHECK(iso_time(*page.published) == "2026-11-22T09:09:00Z");
}

TEST_CASE("what a page asks of its readers is no part of the article, whatever holds it") {
  for (const char* line :
       {"En poursuivant votre navigation sur ce site, vous acceptez l’utilisation de cookies.",
        "We use cookies to make this site better for you.",
        "Le respect de votre vie privée est notre priorité. Nous et nos 842 partenaires stockons des informations sur un appareil, "
        "telles que les cookies.",
        "本网站使用 cookie，继续浏览即表示您同意。", "Sign up to our daily newsletter and get the top stories in your inbox.",
        "Download our app", "Partager l’article",
        "返回搜狐，查看更多", "点赞 收藏 在看", "Share Tweet Email", "更多精彩内容请下载港口新闻客户端", "Related topics: Harbour, Council"}) {
    INFO(line);
    const auto above = examine("<div>" + std::string(line) + "</div><h1>" + title + "</h1><p>" + quay + "</p><p>" + trains +
                               "</p><p>" + critics + "</p>");
    CHECK(above.text == quay + "\n\n" + trains + "\n\n" + critics);
    const auto below = examine("<h1>" + title + "</h1><p>" + quay + "</p><p>" + trains + "</p><p>" + critics + "</p><p>" + line +
                               "</p>");
    CHECK(below.text == quay + "\n\n" + trains + "\n\n" + critics);
  }
  for (const char* line : {"La loi impose aux sites de demander avant de poser des cookies, a rappelé le tribunal.",
                           "用户可以下载客户端查询班次。",
                           "The app lets passengers share a ride, tweet about it and email the driver."}) {
    const auto page = examine("<h1>" + title + "</h1><p>" + quay + "</p><p>" + line + "</p><p>" + critics + "</p>");
    CHECK(page.text == quay + "\n\n" + line + "\n\n" + critics);
  }
}

TEST_CASE("a byline in a paragraph of its own is left out above the text, and so is today's date above the title") {
  const auto page = examine("<div class=today>lundi 23 novembre 2026</div><div id=story><h1>" + title +
                            "</h1><p>Par Anne Lecoq</p><p>dimanche 22 novembre 2026</p><p>" + quay +
                            "</p><p>" + trains + "</p><p>" + critics + "</p><p>(作者：李明 编辑：王芳)</p></div>");
  CHECK(page.text == quay + "\n\n" + trains + "\n\n" + critics);
  CHECK(page.author == "Anne Lecoq");
  CHECK(iso_time(*page.published) == "2026-11-21T23:00:00Z");
}

TEST_CASE("a title that is no heading leads to byline and date all the same") {
  const auto page = examine("<table><tr><td width=150><a href=/>Accueil</a></td><td><font size=5><b>" + title +
                            "</b></font><br><i>Par Anne Lecoq, envoyée spéciale</i>"
                            "<br>Dimanche 22 novembre 2026<br><br>" + quay + "<br><br>" + trains + "<br><br>" + critics + "</td></tr></table>");
  CHECK(page.title == title);
  CHECK(page.author == "Anne Lecoq");
  REQUIRE(page.published.has_value());
  CHECK(iso_time(*page.published) == "2026-11-21T23:00:00Z");
}

TEST_CASE("names are read from bylines in three languages") {
  CHECK(names_in_byline("By Ann Lee and Bo Park", false) == "Ann Lee and Bo Park");
  CHECK(names_in_byline("Par Anne Lecoq, le 22 novembre 2026", false) == "Anne Lecoq");
  CHECK(names_in_byline("Propos recueillis par Luc d'Aubigny", false) == "Luc d'Aubigny");
  CHECK(names_in_byline("记者 李安 王明", false) == "李安 王明");
  CHECK(names_in_byline("作者：李安", false) == "李安");
  CHECK(names_in_byline("Publié le 22 novembre 2026 à 10h09 par Anne Lecoq", false) == "Anne Lecoq");
  CHECK(names_in_byline("2026-11-22 10:09 记者：李安", false) == "李安");
  CHECK(names_in_byline("Ann Lee", true) == "Ann Lee");
  CHECK(names_in_byline("撰文：陳大文 出版：2026-11-22 18:30 更新：2026-11-22 19:12", false) == "陳大文");
  CHECK(names_in_byline("記者王小明／台北報導", false) == "王小明");
  CHECK(names_in_byline("By Ann Lee and Tom Hall, Political Editor", false) == "Ann Lee and Tom Hall");
  CHECK(names_in_byline("By Ann Lee, Tom Hall", false) == "Ann Lee, Tom Hall");
  CHECK(names_in_byline("Anne Lecoq, le 22 novembre 2026", false) == "Anne Lecoq");
}

TEST_CASE("what is no byline names nobody") {
  for (const char* line :
       {"By clicking on a link you agree to our terms", "Par ailleurs, le port rouvre", "By the end of the year",
        "记者从市政府获悉，港口将重新开放", "Ann Lee", "Par 12 voix contre 3", "", "By ", "Brest, le 22 novembre 2026", "La Rochelle, le 22 novembre 2026",
        "Anne Lecoq, le maire"}) {
    INFO(line);
    CHECK(names_in_byline(line, false).empty());
  }
  CHECK(names_in_byline("Economy", true).empty());
}
