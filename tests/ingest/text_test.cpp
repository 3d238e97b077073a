#include "base/localisation.hpp"
#include "base/utf8.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/html_text.hpp"
#include "ingest/language.hpp"
#include "ingest/link.hpp"
#include "ingest/markup_tree.hpp"
#include "ingest/prose.hpp"
#include "ingest/update_line.hpp"
#include "support/catch.hpp"

#include <ctime>

using namespace depeche;

namespace {

std::string date(std::string_view text) {
  const auto t = read_feed_date(text);
  return t ? iso_time(*t) : std::string("none");
}

std::string update(std::string_view line, std::string_view now, std::string_view zone = "UTC") {
  if (!is_update_line(line)) return "no update line";
  const auto t = read_update_line(line, *parse_iso_time(now), zone);
  return t ? iso_time(*t) : std::string("none");
}

}  // namespace

TEST_CASE("dates are read in the forms that feeds use") {
  CHECK(date("Mon, 23 Nov 2026 10:09:33 +0100") == "2026-11-23T09:09:33Z");
  CHECK(date("23 Nov 26 10:09 EST") == "2026-11-23T15:09:00Z");
  CHECK(date("Mon, 23 November 2026 10:09:33 GMT") == "2026-11-23T10:09:33Z");
  CHECK(date("2026-11-23T10:09:33Z") == "2026-11-23T10:09:33Z");
  CHECK(date("2026-11-23T10:09:33.5-05:30") == "2026-11-23T15:39:33Z");
  CHECK(date("2026-11-23 10:09") == "2026-11-23T10:09:00Z");
  CHECK(date("20261123T100933Z") == "2026-11-23T10:09:33Z");
  CHECK(date("2026-11-23") == "2026-11-23T00:00:00Z");
  CHECK(date("lun. 23 novembre 2026 à 11h09") == "2026-11-23T11:09:00Z");
  CHECK(date("2026年11月23日 10:09") == "2026-11-23T10:09:00Z");
  CHECK(date("Mon Nov 23 10:09:33 UTC 2026") == "2026-11-23T10:09:33Z");
  CHECK(date("Tue, 30 Jun 2026 23:59:60 GMT") == "2026-06-30T23:59:59Z");
}

TEST_CASE("what is no date gives no date") {
  for (const char* text : {"", "yesterday", "not a date", "31 Feb 2026", "2026-13-01", "2026-11-23T25:00:00Z", "0000-00-00", "1 Jan 1950",
                           "99999999999999", "10:09", "23 Nov"}) {
    INFO(text);
    CHECK(date(text) == "none");
  }
}

TEST_CASE("an update line's missing year is the one that puts it last before now") {
  CHECK(update("Dernière mise à jour à 11h09 le 23/12", "2026-11-23") == "2025-12-23T11:09:00Z");
  CHECK(update("Dernière mise à jour à 11h09 le 23/12", "2026-12-24") == "2026-12-23T11:09:00Z");
  CHECK(update("Dernière mise à jour à 11h09 le 23/12", "2026-11-23", "Europe/Paris") == "2025-12-23T10:09:00Z");
  CHECK(update("Mis à jour le 1er mars 2024 à 8 h 30", "2026-11-23") == "2024-03-01T08:30:00Z");
  CHECK(update("Last updated at 6:05 pm on 29 February", "2026-11-23") == "2024-02-29T18:05:00Z");
  CHECK(update("Updated: December 23, 2025, 11:09 a.m.", "2026-11-23") == "2025-12-23T11:09:00Z");
  CHECK(update("最后更新：12月23日11:09", "2026-11-23", "Asia/Shanghai") == "2025-12-23T03:09:00Z");
  CHECK(update("更新时间：2026年1月2日 08时05分", "2026-11-23") == "2026-01-02T08:05:00Z");
  CHECK(update("Updated 09:30", "2026-11-23T08:00") == "2026-11-22T09:30:00Z");
  CHECK(update("Updated rules for 3 ports are coming", "2026-11-23") == "none");
  CHECK(update("Le port a été mis à jour", "2026-11-23") == "no update line");
}

TEST_CASE("HTML becomes paragraphs without markup") {
  CHECK(html_text("<h1>Un</h1><p>Deux &eacute;t&eacute;s<br>trois</p><div>quatre<br><br>cinq</div><script>x()</script>") ==
        "Un\n\nDeux étés\ntrois\n\nquatre\n\ncinq");
  CHECK(html_line("a <b>bold</b>\n title") == "a bold title");
  CHECK(html_line("R&amp;D &lt;b&gt; &nope;") == "R&D <b> &nope;");
}

TEST_CASE("the sanitiser closes what it opens and drops what it does not know") {
  CHECK(sanitise_html("<p>a<blink>b</blink><p>c", "") == "<p>ab</p><p>c</p>");
  CHECK(sanitise_html("<a href='/x' onclick='y' style='z'>l</a>", "https://e.example/d/") ==
        "<a href=\"https://e.example/x\" rel=\"noopener noreferrer nofollow\">l</a>");
  CHECK(sanitise_html("<img src='https://t.example/p.gif' width=1 height=1>t", "").find("img") == std::string::npos);
  CHECK(sanitise_html("<p title='\"><script>'>&lt;script&gt;</p>", "") == "<p>&lt;script&gt;</p>");
}

TEST_CASE("links are made absolute and only web addresses pass") {
  CHECK(absolute_link("https://e.example/a/b", "../c?d=é") == "https://e.example/c?d=%C3%A9");
  CHECK(absolute_link("", "https://e.example/x#y") == "https://e.example/x#y");
  CHECK(absolute_link("", "rel/ative") == "rel/ative");
  CHECK(absolute_link("https://e.example/", "//other.example/x") == "https://other.example/x");
  for (const char* bad : {"javascript:x", " JaVa\nScript:x", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "ht tp:x"})
    CHECK(absolute_link("https://e.example/", bad).empty());
}

TEST_CASE("promotion, credits and headings of lists are told from prose") {
  for (const char* line : {"Ceux qui veulent nous rejoindre sur la messagerie WeChat, scannez le code QR ci-contre.", "Scan the QR code to follow us",
                           "扫码关注我们的公众号", "Follow us on WeChat for more"})
    CHECK(is_promotion(line));
  for (const char* line : {"La messagerie WeChat compte un milliard d'utilisateurs.", "Users can scan a QR code to pay, Tencent said.", "微信用户达到十亿。"})
    CHECK_FALSE(is_promotion(line));
  CHECK(is_credit("（责任编辑：王芳）"));
  CHECK(opens_related("À lire aussi :"));
  CHECK(first_sentence("M. Dupont est parti à 3.5 km. Il revient.") == "M. Dupont est parti à 3.5 km.");
  CHECK(first_sentence("港口开放了。人很多。") == "港口开放了。");
}

TEST_CASE("the language is read from the words, and the source's own is the hint") {
  CHECK(detect_language("Le conseil municipal a voté lundi le budget du port, après des semaines de débats entre les élus de la ville et "
                        "les pêcheurs, qui demandaient davantage de quais.") == "fr");
  CHECK(detect_language("市民表示，新的渡轮为大家的生活带来了方便，票价保持不变，航线的发展将带来新的机会，岛上居民的出行时间大大缩短。专家认为这很重要。") == "zh");
  CHECK(detect_language("Paris", "fr-FR") == "fr");
  CHECK(detect_language("", "zh_CN") == "zh");
  CHECK(detect_language("Paris").empty());
}

TEST_CASE("hostile markup ends soon") {
  const auto repeated = [](std::string_view piece, std::size_t times) {
    std::string s;
    for (std::size_t i = 0; i < times; ++i) s += piece;
    return s;
  };
  std::string attributes = "<p";
  for (int i = 0; i < 300'000; ++i) attributes += " a" + std::to_string(i) + "=''";
  const std::string hostile[] = {repeated("<div>", 500'000), repeated("<a><b>", 300'000) + repeated("</i>", 300'000), repeated("<p>", 700'000),
                                 attributes + ">", repeated("<table><tr><td>", 100'000), repeated("&amp;&eacute;&#", 300'000),
                                 "<rss>" + repeated("<x>", 500'000), "<!DOCTYPE " + repeated("[<!ENTITY ", 200'000)};
  for (const auto& bytes : hostile) {
    // Processor time: a busy machine must not fail this.
    const auto begin = std::clock();
    html_text(bytes);
    sanitise_html(bytes, "https://e.example/");
    read_xml_tree(bytes);
    INFO(bytes.substr(0, 20));
    CHECK((std::clock() - begin) / CLOCKS_PER_SEC < 10);
  }
}

TEST_CASE("the first sentence of one word of megabytes is found in one pass") {
  std::string word;
  while (word.size() < (8u << 20)) word += "http://a.b/";
  CHECK(first_sentence(word + " Fin. Suite.") == word + " Fin.");
  CHECK(title_out_of(word).size() == 400);
}

TEST_CASE("a title is the first sentence, of a long one the words that fit") {
  CHECK(title_out_of("Le pont rouvre lundi. Les riverains attendent.") == "Le pont rouvre lundi.");
  std::string sentence = "Le conseil";
  while (sentence.size() < 500) sentence += " délibère";
  const std::string title = title_out_of(sentence + ".");
  CHECK(title.ends_with("délibère…"));
  CHECK(title.size() <= 400);
  std::string wide;
  while (wide.size() < 600) wide += "港口开放";
  CHECK(is_utf8(title_out_of(wide)));
}
