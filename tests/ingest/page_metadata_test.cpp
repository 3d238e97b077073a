#include "base/localisation.hpp"
#include "ingest/page_date.hpp"
#include "ingest/page_extractor.hpp"
#include "ingest/page_title.hpp"
#include "ingest/update_line.hpp"
#include "support/catch.hpp"

#include <string>

using namespace depeche;

namespace {

const timestamp now = *parse_iso_time("2026-11-23T12:00");

std::string iso(const std::optional<timestamp>& t) { return t ? iso_time(*t) : std::string("none"); }

extracted_page with(const std::string& head, const std::string& above, std::string_view base = "https://www.lefanal.example/a/1",
                    const char* lang = "fr") {
  const std::string text =
      lang == std::string("zh")
          ? "<p>港口委员会周一表决通过了道路拓宽计划，官员表示，工程将在冬季之前完工，当地居民对此表示欢迎。</"
            "p><p>轮渡公司说，从三月起，班次将增加一倍，周五和周六的末班船也会推迟，方便往返两岸的工人和学生。</p>"
          : "<p>Le conseil a voté lundi le projet, et la route du vieux port sera élargie avant l'hiver, selon les "
            "responsables.</p><p>Les ferries passeront deux fois plus souvent dès mars, a ajouté la compagnie, avec une dernière "
            "traversée plus tardive.</p>";
  const auto page = "<!DOCTYPE html><html lang=" + std::string(lang) + "><head><meta charset=utf-8>" + head +
                    "</head><body><h1>La route du port</h1>" + above + "<div class=txt>" + text + "</div></body></html>";
  const auto found = examine_page(page, {}, base, now);
  REQUIRE(found.has_value());
  return *found;
}

title_witnesses of(std::string element, std::vector<std::string> headings = {}, std::string site = {}) {
  title_witnesses t;
  t.element = std::move(element);
  t.headings = std::move(headings);
  t.site = std::move(site);
  t.host = "www.lefanal.example";
  return t;
}

}  // namespace

TEST_CASE("a title loses the site's name and nothing else") {
  CHECK(choose_title(of("La route du port élargie | Le Fanal")) == "La route du port élargie");
  CHECK(choose_title(of("Storm closes the strait - News - The Harbour", {}, "The Harbour")) == "Storm closes the strait");
  CHECK(choose_title(of("新渡轮周六在港口投入运营_新闻中心_港口网")) == "新渡轮周六在港口投入运营");
  CHECK(choose_title(of("灯塔修复工程今年完成--国际--人民网", {"灯塔修复工程今年完成"})) == "灯塔修复工程今年完成");
  CHECK(choose_title(of("Le Fanal : la route du port élargie", {}, "Le Fanal")) == "la route du port élargie");
  CHECK(choose_title(of("Port : une route, deux avis")) == "Port : une route, deux avis");
  CHECK(choose_title(of("Strike - what comes next for the workers of the port")) ==
        "Strike - what comes next for the workers of the port");
}

TEST_CASE("the card's title wins over the element's, and a record's over both") {
  auto t = of("Accueil | Le Fanal", {"La route du port"});
  t.card = "La route du port élargie";
  CHECK(choose_title(t) == "La route du port élargie");
  t.record = "La route du vieux port sera élargie";
  CHECK(choose_title(t) == "La route du vieux port sera élargie");
  CHECK(choose_title(of("Le Fanal", {"La route du port"}, "Le Fanal")) == "La route du port");
}

TEST_CASE("publication times are read from every vocabulary") {
  for (const char* meta :
       {"<meta property=article:published_time content=2024-03-05T09:20:00Z>",
        "<meta name=dcterms.issued content=2024-03-05T09:20:00Z>", "<meta name=parsely-pub-date content=2024-03-05T09:20:00Z>",
        "<meta itemprop=datePublished content=2024-03-05T09:20:00Z>",
        "<script "
        "type=application/ld+json>{\"@graph\":[{\"@type\":[\"NewsArticle\"],\"datePublished\":\"2024-03-05T10:20:00+01:00\"}]}</"
        "script>",
        "<script "
        "type=application/"
        "ld+json>\n<!--{\"@type\":\"BlogPosting\",\"headline\":\"a\nb\",\"datePublished\":\"2024-03-05T09:20:00Z\"}--></script>"})
    CHECK(iso(with(meta, "").published) == "2024-03-05T09:20:00Z");
}

TEST_CASE("a dateline is read in its language's zone, or in the one that is asked for") {
  const auto french =
      with("", "<p class=meta>Par Jeanne Martin - Publié le 5 mars 2024 à 10h20 - Mis à jour le 6 mars 2024 à 11h00</p>");
  CHECK(iso(french.published) == "2024-03-05T09:20:00Z");
  CHECK(iso(french.updated) == "2024-03-06T10:00:00Z");
  const auto chinese = with("", "<div class=info>2024年03月05日10:20 来源：港口日报</div>", "https://a.example/1", "zh");
  CHECK(iso(chinese.published) == "2024-03-05T02:20:00Z");
  const auto element = with("", "<time datetime=2024-03-05T10:20:00Z>hier</time>");
  CHECK(iso(element.published) == "2024-03-05T10:20:00Z");
  CHECK(zone_of_language("en") == "UTC");
}

TEST_CASE("a date in the address is the last resort, and no date is invented") {
  CHECK(iso(with("", "", "https://a.example/2024/03/05/route.html").published) == "2024-03-05T00:00:00Z");
  CHECK(iso(date_in_address("https://a.example/n1/2024/0305/c1-2.html", now)) == "2024-03-05T00:00:00Z");
  CHECK(iso(date_in_address("https://a.example/doc/20240305/1.shtml", now)) == "2024-03-05T00:00:00Z");
  CHECK(iso(date_in_address("https://a.example/2024-03-05-route", now)) == "2024-03-05T00:00:00Z");
  CHECK(iso(date_in_address("https://a.example/202403051/x", now)) == "none");
  CHECK(iso(date_in_address("https://a.example/2024/13/45/x", now)) == "none");
  CHECK(iso(date_in_address("https://a.example/2031/01/01/x", now)) == "none");
  CHECK(iso(with("", "<aside><time datetime=2020-01-01>2020</time></aside>").published) == "none");
}

TEST_CASE("authors are people, not addresses or accounts") {
  CHECK(with("<meta name=author content=\"Par Luc Petit\">", "").author == "Luc Petit");
  CHECK(with("<meta property=article:author content=\"https://facebook.example/luc\"><meta name=byl content=\"By Ann Lee\">", "")
            .author == "Ann Lee");
  CHECK(with("<meta name=author content=admin>", "<a rel=author href=/z>Zoé Blanc</a>").author == "Zoé Blanc");
  CHECK(with("", "<span itemprop=author><b>Par</b> <span itemprop=name>Zoé Blanc</span></span>").author == "Zoé Blanc");
}
