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
                    const char* lang = "fr", std::string_view zone = {}) {
  const std::string text =
      lang == std::string("zh")
          ? "<p>港口委员会周一表决通过了道路拓宽计划，官员表示，工程将在冬季之前完工，当地居民对此表示欢迎。</"
            "p><p>轮渡公司说，从三月起，班次将增加一倍，周五和周六的末班船也会推迟，方便往返两岸的工人和学生。</p>"
      : lang == std::string("en")
          ? "<p>The council voted on Monday to widen the road of the old port before the winter, as its officers had asked it to.</p><p>The "
            "ferries will cross twice as often from March, the operator said, with a later last crossing on every weekend.</p>"
          : "<p>Le conseil a voté lundi le projet, et la route du vieux port sera élargie avant l'hiver, selon les "
            "responsables.</p><p>Les ferries passeront deux fois plus souvent dès mars, a ajouté la compagnie, avec une dernière "
            "traversée plus tardive.</p>";
  const auto page = "<!DOCTYPE html><html lang=" + std::string(lang) + "><head><meta charset=utf-8>" + head +
                    "</head><body><h1>La route du port</h1>" + above + "<div class=txt>" + text + "</div></body></html>";
  const auto found = examine_page(page, {}, base, now, zone);
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

TEST_CASE("a heading that goes on where the window's title ends is the title, and a logo is none") {
  CHECK(choose_title(of("Route fermée", {"Route fermée après un accident près du vieux port"})) == "Route fermée après un accident près du vieux port");
  CHECK(choose_title(of("Route fermée", {"Route fermée - Le Fanal"})) == "Route fermée");
  CHECK(choose_title(of("Route fermée", {"Route fermées"})) == "Route fermée");
  CHECK(choose_title(of("The quay is closed :: Gazette :: News")) == "The quay is closed");
  const std::string window = "<title>The Gazette - Libraries to close | Local news</title>";
  const std::string text = "<p>The council voted on Monday to widen the road of the old port before the winter, as its officers had asked it to.</p>";
  for (const char* logo : {"<h1 class=logo>The Gazette</h1>", "<h1> <a href=/>The Gazette</a></h1>"}) {
    const auto found = examine_page("<html><head>" + window + "</head><body>" + logo + "<h2>Libraries to close</h2>" + text + "</body></html>", {}, {}, now);
    REQUIRE(found.has_value());
    CHECK(found->title == "Libraries to close");
  }
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

TEST_CASE("a dateline that leaves out the year or the day is read from now") {
  // Now is the 23rd of November 2026 at noon: 13h00 in Paris, 20:00 in Shanghai.
  const auto dated = [](const std::string& above, const char* lang) { return iso(with("", above, "https://a.example/1", lang).published); };
  CHECK(dated("<p class=meta>Publié hier à 18h30</p>", "fr") == "2026-11-22T17:30:00Z");
  CHECK(dated("<p>Publié hier à 18h30 par Jeanne Martin</p>", "fr") == "2026-11-22T17:30:00Z");
  CHECK(dated("<div class=meta>2 hours ago</div>", "en") == "2026-11-23T10:00:00Z");
  CHECK(dated("<div><time>il y a 2 heures</time></div>", "fr") == "2026-11-23T10:00:00Z");
  CHECK(dated("<div class=info>昨天 18:30</div>", "zh") == "2026-11-22T10:30:00Z");
  CHECK(dated("<div class=info>2小时前　来源：港口日报</div>", "zh") == "2026-11-23T10:00:00Z");
  CHECK(dated("<div class=info>11-22 18:30</div>", "zh") == "2026-11-22T10:30:00Z");
  CHECK(dated("<span class=date>Nov 22</span>", "en") == "2026-11-22T00:00:00Z");
  CHECK(dated("<span class=date>Dec 24</span>", "en") == "2025-12-24T00:00:00Z");
  CHECK(iso(with("", "<p class=meta>Mis à jour le 22/11 à 18h30</p>").updated) == "2026-11-22T17:30:00Z");
  // A day with its year is surer than one without.
  CHECK(dated("<p class=date>2 hours ago</p><p class=date>22 November 2026</p>", "en") == "2026-11-22T00:00:00Z");
  // Nobody says when.
  CHECK(dated("<p>Hier, le port était fermé.</p>", "fr") == "none");
  CHECK(dated("<div class=meta>Ligue 1</div><div class=meta>3 min</div>", "fr") == "none");
  CHECK(dated("<div class=meta>12 commentaires</div>", "fr") == "none");
  CHECK(dated("<ul><li><a href=/c>8.2.10. DRD and Custom Memory Allocators</a></li></ul>", "en") == "none");
  CHECK(dated("<div class=related><span class=date>2 hours ago</span></div>", "en") == "none");
}

TEST_CASE("a clock time is read with a dot too, and in the zone that it names") {
  CHECK(iso(read_written_moment("Sun 22 Nov 2026 18.30 GMT", now, "UTC")) == "2026-11-22T18:30:00Z");
  CHECK(iso(read_written_moment("22.11.2026 18.30", now, "UTC")) == "2026-11-22T18:30:00Z");
  CHECK(iso(read_written_moment("Nov. 22, 2026 6:30 pm ET", now, "UTC")) == "2026-11-22T23:30:00Z");
  CHECK(iso(read_written_moment("July 22, 2026 6:30 p.m. ET", now, "UTC")) == "2026-07-22T22:30:00Z");
  CHECK(iso(read_written_moment("Release 3.19.0 11 Apr 2022", now, "UTC")) == "2022-04-11T00:00:00Z");
  CHECK(iso(read_written_moment("LE 22 NOVEMBRE 2026 À 18H30 ET MIS À JOUR", now, "Europe/Paris")) == "2026-11-22T17:30:00Z");
}

TEST_CASE("metadata without a zone hold where the page is at home, or where it is said to be") {
  const std::string local = "<meta property=article:published_time content=2026-11-22T18:30:00>";
  CHECK(iso(with(local, "", "https://a.example/1", "zh").published) == "2026-11-22T10:30:00Z");
  CHECK(iso(with(local, "", "https://a.example/1", "fr").published) == "2026-11-22T17:30:00Z");
  CHECK(iso(with(local, "", "https://a.example/1", "en").published) == "2026-11-22T18:30:00Z");
  CHECK(iso(with(local, "", "https://a.example/1", "zh", "America/New_York").published) == "2026-11-22T23:30:00Z");
  const std::string record = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-11-22 18:30\","
                             "\"dateModified\":\"2026-11-22T19:30:00+09:00\"}</script>";
  CHECK(iso(with(record, "", "https://a.example/1", "zh").published) == "2026-11-22T10:30:00Z");
  CHECK(iso(with(record, "", "https://a.example/1", "zh").updated) == "2026-11-22T10:30:00Z");
  CHECK(iso(with("<meta name=date content=\"Sun, 22 Nov 2026 18:30:00 GMT\">", "", "https://a.example/1", "zh").published) == "2026-11-22T18:30:00Z");
  CHECK(iso(with("", "<time datetime=\"2026-11-22T18:30\">x</time>", "https://a.example/1", "zh").published) == "2026-11-22T10:30:00Z");
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

TEST_CASE("a record is read through whatever its program wrapped around it or forgot") {
  const std::string title = R"("headline":"The quay is closed")", date = R"("datePublished":"2024-03-05T09:20:00Z")", type = R"("@type":"NewsArticle")";
  for (const auto& record :
       {"//<![CDATA[\n{" + type + "," + title + "," + date + "}\n//]]>", "/*<![CDATA[*/{" + type + "," + title + "," + date + "}/*]]>*/",
        "{" + type + "," + title + "," + date + ",}", "{" + type + "," + title + ",\"keywords\":[\"port\",\"quay\", ]," + date + "}",
        "{" + type + "," + date + "," + title + ",\"description\":\"They call it the \"long\" quay, and say \"no\", it\\'s shut\"}",
        "[[" + std::string("{") + type + "," + title + "," + date + "}]]"}) {
    INFO(record);
    const auto page = with("<script type=application/ld+json>" + record + "</script>", "");
    CHECK(page.title == "The quay is closed");
    CHECK(iso(page.published) == "2024-03-05T09:20:00Z");
  }
  CHECK(iso(with("<script type=application/ld+json>{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;"
                 "2024-03-05T09:20:00Z&quot;}</script>",
                 "")
                .published) == "2024-03-05T09:20:00Z");
}

TEST_CASE("what a page tells Baidu is its record too") {
  const auto page = with(R"(<script type="application/ld+json">{"@context":"https://ziyuan.baidu.com/contexts/cambrian.jsonld","title":"港口道路将拓宽",)"
                         R"("images":["/a.jpg"],"pubDate":"2024-03-05T17:20:00","upDate":"2024-03-06T09:00:00"}</script>)",
                         "", "https://a.example/1", "zh");
  CHECK(page.title == "港口道路将拓宽");
  CHECK(page.image == "https://a.example/a.jpg");
  CHECK(iso(page.published) == "2024-03-05T09:20:00Z");
  CHECK(iso(page.updated) == "2024-03-06T01:00:00Z");
}

TEST_CASE("microdata name the picture by its element or by the box around it") {
  const auto image = [](const std::string& above) { return with("", above, "https://a.example/1").image; };
  CHECK(image("<img itemprop=image src=/m.jpg>") == "https://a.example/m.jpg");
  CHECK(image("<div itemprop=image itemscope><meta itemprop=url content=/n.jpg></div>") == "https://a.example/n.jpg");
  CHECK(image("<figure itemprop=image itemscope><img src=/o.jpg></figure>") == "https://a.example/o.jpg");
  CHECK(with("<link rel=image_src href=/p.jpg>", "", "https://a.example/1").image == "https://a.example/p.jpg");
}
