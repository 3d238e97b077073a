#include "base/localisation.hpp"
#include "ingest/page_extractor.hpp"
#include "support/catch.hpp"

#include <string>

using namespace depeche;

namespace {

const timestamp now = *parse_iso_time("2026-11-23T12:00");

const std::string harbour =
    "The council voted on the plan on Monday, and the road to the old harbour will be widened before the winter, officials said.";
const std::string ferry =
    "Ferries will run twice as often from March, the operator added, with a later last crossing on Fridays and Saturdays.";
const std::string critics =
    "Critics of the plan, among them three former mayors, say that the money would be better spent on the schools of the "
    "district.";
const std::string costs =
    "The work costs 4.2 million, of which the region pays half, and should be finished by the end of next year.";
const std::string four = "<p>" + harbour + "</p><p>" + ferry + "</p><p>" + critics + "</p><p>" + costs + "</p>";

std::string html(const std::string& body, const std::string& head = "<title>Harbour road to be widened</title>") {
  return "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>" + head + "</head><body>" + body + "</body></html>";
}

extracted_page examine(const std::string& page, std::string_view base = "https://harbour.example/news/1") {
  const auto found = examine_page(page, {}, base, now);
  INFO((found.has_error() ? to_line(found.error()) : std::string()));
  REQUIRE(found.has_value());
  return *found;
}

bool has(const extracted_page& page, const std::string& text) { return page.text.find(text) != std::string::npos; }

void check_all_four(const extracted_page& page) {
  for (const auto* paragraph : {&harbour, &ferry, &critics, &costs}) CHECK(has(page, *paragraph));
}

}  // namespace

TEST_CASE("paragraphs made by line breaks are the article as those in elements are") {
  const auto page = examine(
      html("<div><a href=/a>Home</a> <a href=/b>Sport</a></div><table><tr><td><a href=/1>Port news of the day</a><br><a href=/2>"
           "Weather at sea</a></td><td>" +
           harbour + "<br><br>" + ferry + "<br><br>" + critics + "<br><br>" + costs + "</td></tr></table>"));
  check_all_four(page);
  CHECK_FALSE(has(page, "Port news"));
  CHECK_FALSE(has(page, "Sport"));
}

TEST_CASE("an article in several blocks beside each other is whole") {
  const auto page = examine(html("<h1>Harbour road to be widened</h1><div class=grid><div class=chunk><p>" + harbour +
                                 "</p></div><div class=ad-break>Advertisement</div>"
                                 "<div class=chunk><p>" +
                                 ferry + "</p><p>" + critics + "</p></div><div class=chunk><p>" + costs + "</p></div></div>"));
  check_all_four(page);
  CHECK_FALSE(has(page, "Advertisement"));
}

TEST_CASE("comments are not the article, however many they are and whatever they are called") {
  std::string comments;
  for (int i = 0; i < 20; ++i)
    comments += "<div class=it><b>reader" + std::to_string(i) +
                "</b><p>I think, like many others here, that this road, which I take, is fine as it is.</p></div>";
  const auto page = examine(
      html("<div class=col><div class=txt>" + four + "</div><div class=wrap><h3>Comments (20)</h3>" + comments + "</div></div>"));
  check_all_four(page);
  CHECK_FALSE(has(page, "reader3"));
  CHECK_FALSE(has(page, "Comments"));
}

TEST_CASE("a short article is not given up for the longer comments below it") {
  std::string comments;
  for (int i = 0; i < 9; ++i)
    comments +=
        "<li class=comment><p>Why, one wonders, does nobody ask the people who live there, who pay for it, and who use "
        "it?</p></li>";
  const auto page = examine(html("<article><h1>Harbour road to be widened</h1><div class=entry-content><p>" + harbour +
                                 "</p></div></article><ol id=comments class=comment-list>" + comments + "</ol>"));
  CHECK(page.text == harbour);
}

TEST_CASE("lists, quotations, tables and code inside of an article stay") {
  const auto page = examine(html(
      "<article><h1>Harbour road to be widened</h1><p>" + harbour +
      "</p><h2>What changes</h2><ul><li>A second lane, from the church to the pier</li><li>A path for bicycles</li></ul><p>" +
      ferry +
      "</p><blockquote><p>We have waited thirty years for this, said Ann "
      "Lee.</p></blockquote><table><tr><th>Year</th><th>Cars</th></tr><tr><td>2024</td><td>1,204</td></tr></"
      "table><pre><code>toll = 2</code></pre><p>" +
      critics + "</p></article>"));
  for (const char* kept : {"What changes", "A path for bicycles", "thirty years", "1,204", "toll = 2"}) CHECK(has(page, kept));
  CHECK(page.html.find("<h2>What changes</h2>") != std::string::npos);
  CHECK(page.html.find("<table>") != std::string::npos);
}

TEST_CASE("insertions that lead elsewhere are left out and kept as related") {
  const auto page = examine(html(
      "<article>" +
      ("<p>" + harbour + "</p><p>Lire aussi : <a href=/a>Le ferry de nuit reprend du service</a></p><p>" + ferry + "</p>") +
      "<div class=newsletter-box><p>Sign up for our newsletter and read the best of the harbour every day.</p></div><p>" +
      critics + "</p><div class=share><a href=#x>Facebook</a></div><p>" + costs +
      "</p><section><h3>Related articles</h3><div><a href=/b>The pier is closed for the winter</a></div></section></article>"));
  check_all_four(page);
  for (const char* bad : {"Lire aussi", "newsletter", "Facebook", "Related", "pier is closed"}) CHECK_FALSE(has(page, bad));
  REQUIRE(page.related.size() == 2);
  CHECK(page.related[0].url == "https://harbour.example/a");
  CHECK(page.related[1].title == "The pier is closed for the winter");
}

TEST_CASE("of several article elements, the one with the title is the article") {
  std::string teasers;
  for (int i = 0; i < 5; ++i)
    teasers += "<article><h3><a href=/t" + std::to_string(i) +
               ">Another headline of the day</a></h3><p>A teaser that says, in short, what the other article says at length, and "
               "no more than that.</p></article>";
  const auto page = examine(html("<main><article><h1>Harbour road to be widened</h1>" + four + "</article>" + teasers + "</main>",
                                 "<title>Harbour road to be widened</title><meta property=og:type content=article>"));
  check_all_four(page);
  CHECK_FALSE(has(page, "teaser"));
}

TEST_CASE("a page drawn by scripts gives the text of its record or of its noscript part") {
  const auto record = examine(
      html("<div id=app>Loading...</div>",
           "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Harbour road\",\"articleBody\":\"" +
               harbour + "\\n" + ferry + "\"}</script>"));
  CHECK(record.text == harbour + "\n\n" + ferry);
  CHECK(record.html.starts_with("<p>The council"));
  const auto without = examine(html("<div id=app></div><noscript><div>" + four + "</div></noscript>"));
  check_all_four(without);
  const auto hidden = examine(html("<div style=\"display: none\">" + four + four + "</div>"));
  check_all_four(hidden);
}

TEST_CASE("the page's own record of its text settles which block is the article") {
  const std::string other =
      "<div class=entry><p>Last summer the fair, with its wheel, its stalls, its music and its crowds, came to the town, and "
      "stayed.</p><p>People danced, sang, ate, drank, and talked about it, for weeks, in every street and house, they "
      "say.</p><p>It was loud, late, long, and, all in all, the best that anyone, old or young, remembers seeing "
      "here.</p><p>Nobody slept, nobody minded, and, when it left, everybody, even the mayor, was sorry to see it go.</p></div>";
  const auto page = examine(
      html(other + "<div><div><p>" + harbour + "</p></div><div><p>" + ferry + "</p></div><div><p>" + costs + "</p></div></div>",
           "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"" + harbour + " " + ferry + " " +
               costs + "\"}</script>"));
  CHECK(has(page, costs));
  CHECK_FALSE(has(page, "danced"));
}

TEST_CASE("angle brackets in scripts are no tags, and void elements hold nothing") {
  const std::string script = "<script>for (var i=0;i<n;i++) { a " + std::string(3000, ' ') + "}; if (x<y) z = 1</script>";
  const auto page = examine(
      html(script + "<article><p>" + harbour + "<wbr></p><embed src=a.swf><p>" + ferry + "</p><p>" + critics + "</p></article>"));
  CHECK(has(page, harbour));
  CHECK(has(page, critics));
}

TEST_CASE("text below more elements than anyone opens is still read") {
  std::string deep;
  for (int i = 0; i < 270; ++i) deep += "<font>";
  check_all_four(examine(html(deep + four)));
}

TEST_CASE("a page of which a part is left out says so") {
  std::string deep;
  for (int i = 0; i < 400; ++i) deep += "<div>";
  const auto page = examine(html(four + deep + "<p>Below everything.</p>"));
  check_all_four(page);
  REQUIRE(page.problems.size() == 1);
  CHECK(page.problems[0].find("the rest was left out") != std::string::npos);
  CHECK(examine(html(four)).problems.empty());
}

TEST_CASE("an error page, a paywall's beginning and a list are called so") {
  const auto error =
      examine(html("<h1>Page introuvable</h1><p>La page que vous cherchez n'existe pas, ou n'existe plus, ou a changé d'adresse "
                   "; revenez à l'accueil.</p>",
                   "<title>Page introuvable - Le Fanal</title>"));
  CHECK(error.kind == page_kind::error);
  CHECK(error.problems.back() == "an error page, not an article");
  const auto stub = examine(html("<article><h1>Harbour road</h1><p>" + harbour + "</p><p>" + ferry +
                                 "</p><div class=wall><p>Subscribe to continue reading this story.</p></div></article>"));
  CHECK(stub.kind == page_kind::stub);
  std::string cards;
  for (int i = 0; i < 12; ++i)
    cards += "<div class=card><h2><a href=/n" + std::to_string(i) + ">Headline of the day number " + std::to_string(i) +
             "</a></h2><p>What happened, in one short line.</p></div>";
  CHECK(examine(html("<div class=list>" + cards + "</div>", "<title>News</title>")).kind == page_kind::list);
  CHECK(extract_page(html("<div class=list>" + cards + "</div>"), {}, {}, now).error() == errc::page_unrecognised);
  const auto article =
      examine(html("<article><h1>Harbour road</h1>" + four + "<p>Error 404 is the name of a café at the pier.</p></article>"));
  CHECK(article.kind == page_kind::article);
}
