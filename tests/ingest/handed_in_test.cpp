// What people hand in: the JSON of the API, Markdown files, notes, and what becomes of them.
#include "ingest/handed_in.hpp"

#include "base/localisation.hpp"
#include "ingest/markdown.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp noon = *parse_iso_time("2026-11-23T12:00");

handed_in whole() {
  handed_in h;
  h.title = " Le pont\n rouvre ";
  h.text = "Le pont a rouvert ce matin.\r\n\r\nLes premiers tramways  sont passés.";
  return h;
}

std::string where_of(std::string_view json) {
  const auto read = read_article_json(json);
  REQUIRE(read.has_error());
  return read.error().where;
}

}  // namespace

TEST_CASE("what is handed in becomes an article with clean lines, paragraphs and a language") {
  const article a = article_of(whole(), noon).value();
  CHECK(a.source == "desk");
  CHECK(a.title == "Le pont rouvre");
  CHECK(a.text == "Le pont a rouvert ce matin.\n\nLes premiers tramways sont passés.");
  CHECK(a.first_seen == noon);
  CHECK_FALSE(a.published);
  handed_in chinese = whole();
  chinese.language = "zh-Hans-CN";
  CHECK(article_of(chinese, noon)->language == "zh");
  handed_in short_words = whole();
  short_words.title = "!!";
  short_words.text = "…";
  short_words.language_hint = "fr";
  CHECK(article_of(short_words, noon)->language == "fr");
}

TEST_CASE("handed in HTML is sanitised, and gives the text when there is no other") {
  handed_in h;
  h.title = "Bridge";
  h.url = "https://example.org/bridge?utm_source=x";
  h.html = "<p onclick=\"x()\">It <b>opened</b>.</p><script>alert(1)</script><a href=\"/more\">more</a>";
  const article a = article_of(h, noon).value();
  CHECK(a.url == "https://example.org/bridge");
  CHECK(a.html.find("script") == std::string::npos);
  CHECK(a.html.find("onclick") == std::string::npos);
  CHECK(a.html.find("https://example.org/more") != std::string::npos);
  CHECK(a.text.starts_with("It opened."));
}

TEST_CASE("an article is who its id says, else its address, else its title on its day") {
  const auto key = [](const handed_in& h, timestamp at) { return article_of(h, at).value().key; };
  handed_in h = whole();
  CHECK(key(h, noon) == key(h, noon + 2h));
  CHECK(key(h, noon) != key(h, noon + 24h));
  h.url = "http://www.example.org/pont/";
  const std::string by_address = key(h, noon);
  h.url = "https://example.org/pont?utm_medium=mail";
  h.title = "Autre titre";
  CHECK(key(h, noon + 48h) == by_address);
  h.id = "cms-17";
  CHECK(key(h, noon) == "cms-17");
}

TEST_CASE("what is missing, too long or no address is refused by its name") {
  const auto refused = [](const handed_in& h) { return article_of(h, noon).error(); };
  handed_in h = whole();
  h.title = " \n ";
  CHECK(refused(h).where == "title");
  h = whole();
  h.text = "\xE2\x80\x8B ";
  h.html = "<script>x</script>";
  CHECK(refused(h).where == "html");
  h = whole();
  h.url = "javascript:alert(1)";
  CHECK(refused(h).where == "url");
  h = whole();
  h.language = "français!";
  CHECK(refused(h).where == "language");
  h = whole();
  h.title = std::string(600, 'a');
  CHECK(refused(h) == errc::too_large);
  h = whole();
  h.text = std::string(3'000'000, 'a');
  CHECK(refused(h).where == "text");
}

TEST_CASE("broken UTF-8 and control bytes are mended, not kept") {
  handed_in h = whole();
  h.title = "Pont \xFF rouvert";
  h.text = std::string("Un\0 deux\xC3", 10);
  const article a = article_of(h, noon).value();
  CHECK(a.title == "Pont \xEF\xBF\xBD rouvert");
}

TEST_CASE("a note's first line is the title") {
  const handed_in note = from_note("\n  大桥重新开放 \n\n今天早上，大桥重新开放。\n第一班电车通过。").value();
  CHECK(note.title == "大桥重新开放");
  CHECK(note.text == "今天早上，大桥重新开放。\n第一班电车通过。");
  CHECK(from_note("Only a title").error().where == "text");
  CHECK(from_note(" \n ").error().where == "title");
}

TEST_CASE("the JSON of an article is read with all its members") {
  const auto read = read_article_json(R"({"source":"cms","id":"17","url":"https://example.org/1","title":"Le pont","author":"A. B.",
      "language":"fr","summary":"Il rouvre.","text":"Le pont rouvre.","image":"https://example.org/1.jpg",
      "published":"2026-11-23T08:00:00+01:00","updated":null,"categories":["ville","桥"]})");
  REQUIRE(read.has_value());
  REQUIRE(read->size() == 1);
  const handed_in& h = read->front();
  CHECK(h.source == "cms");
  CHECK(iso_time(*h.published) == "2026-11-23T07:00:00Z");
  CHECK_FALSE(h.updated);
  CHECK(h.categories == std::vector<std::string>{"ville", "桥"});
  const auto list = read_article_json(R"([{"url":"https://example.org/1"},{"title":"T","text":"t"}])");
  REQUIRE(list.has_value());
  CHECK(list->at(0).is_address_only());
  CHECK(list->at(0).source == "desk");
}

TEST_CASE("JSON that is not as documented is refused with its place") {
  CHECK(where_of(R"({"url":7})") == "url");
  CHECK(where_of(R"([{"url":"https://a.org"},{"title":"T","text":["x"]}])") == "[1].text");
  CHECK(where_of(R"({"title":"T","text":"t","published":"yesterday"})") == "published");
  CHECK(where_of(R"({"title":"T","text":"t","categories":["a",1]})") == "categories");
  CHECK(where_of(R"({"titel":"T","text":"t"})") == "titel");
  CHECK(where_of(R"({"title":"T"})") == "url");
  CHECK(where_of(R"([3])") == "[0]");
  CHECK(read_article_json("[]").has_error());
  CHECK(read_article_json("{").error().what.find("byte") != std::string::npos);
  CHECK(read_article_json("\"\xFF\"").has_error());
  CHECK(read_article_json("").has_error());
}

TEST_CASE("hostile JSON ends at once") {
  CHECK(read_article_json(std::string(1'000'000, '[')).error().what.find("nested") != std::string::npos);
  CHECK(read_article_json(std::string(5 * 1024 * 1024, ' ')).error() == errc::too_large);
  std::string many = "[";
  for (int i = 0; i < 101; ++i) many += std::string(i ? "," : "") + R"({"url":"https://a.org"})";
  CHECK(read_article_json(many + "]").error() == errc::too_large);
}

TEST_CASE("Markdown becomes safe HTML") {
  CHECK(markdown_to_html("A **b** and _c_ in `d<e`\ngo on\n\nNext \\*star\\*") ==
        "<p>A <strong>b</strong> and <em>c</em> in <code>d&lt;e</code> go on</p>\n<p>Next *star*</p>\n");
  CHECK(markdown_to_html("## Titre\n- un\n- deux\n\n1. 一\n2. 二\n> dit-il\n> encore\nfin") ==
        "<h2>Titre</h2>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n<ol>\n<li>一</li>\n<li>二</li>\n</ol>\n<blockquote>\n<p>dit-il encore</p>\n"
        "</blockquote>\n<p>fin</p>\n");
  CHECK(markdown_to_html("[le *pont*](https://example.org/a \"t\") ![b](c.png)") ==
        "<p><a href=\"https://example.org/a\">le <em>pont</em></a> <img src=\"c.png\" alt=\"b\"></p>\n");
  CHECK(markdown_to_html("```\nx < y\n```\n<script>") == "<pre>x &lt; y\n</pre>\n<p>&lt;script&gt;</p>\n");
  CHECK(markdown_to_html("snake_case_word and 2 * 3 * 4") == "<p>snake_case_word and 2 * 3 * 4</p>\n");
  CHECK(markdown_words("## A **new** [bridge](u)") == "A new bridge");
}

TEST_CASE("Markdown full of marks that never close is read in time") {
  std::string marks;
  for (int i = 0; i < 300'000; ++i) marks += i % 2 ? "*a [" : "_ **b![";
  CHECK(markdown_to_html(marks).size() > marks.size() / 2);
}

TEST_CASE("a Markdown file has its title in the head or in its first heading") {
  const auto read = read_article_markdown("---\ntitle: \"Le pont\"\ndate: 2026-11-23T08:00:00Z\nlang: fr\ntags: [a, b]\n---\n# Le pont\n\nIl rouvre.\n");
  REQUIRE(read.has_value());
  CHECK(read->title == "Le pont");
  CHECK(read->language == "fr");
  CHECK(iso_time(*read->published) == "2026-11-23T08:00:00Z");
  CHECK(read->html == "<p>Il rouvre.</p>\n");
  CHECK(read_article_markdown("# 大桥\r\n\r\n重新开放。").value().title == "大桥");
  CHECK(read_article_markdown("no title").error().where == "title");
  CHECK(read_article_markdown("# Only a title").error().where == "text");
  CHECK(read_article_markdown("---\ntitle: x\nnever ends").error().what.find("no end") != std::string::npos);
  CHECK(read_article_markdown("---\ntitle: x\ndate: tomorrow-ish\n---\ntext").error().where == "date");
}
