#include "base/localisation.hpp"
#include "ingest/article_key.hpp"
#include "ingest/parsed_feed.hpp"
#include "data_file.hpp"

#include <ctime>

using namespace depeche;

namespace {

parsed_feed parsed(const std::string& name, std::string_view charset = {}, std::string_view base = {}) {
  const auto feed = parse_feed(data_file(name), charset, base);
  INFO((feed.has_error() ? to_line(feed.error()) : std::string()));
  REQUIRE(feed.has_value());
  return *feed;
}

std::string iso(const std::optional<timestamp>& t) { return t ? iso_time(*t) : std::string("none"); }

bool has_problem(const parsed_feed& feed, std::string_view words) {
  for (const auto& p : feed.problems)
    if (p.find(words) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("RSS 2.0 gives channel and entries with their modules") {
  const auto feed = parsed("rss-fr.xml", "utf-8", "https://lefanal.example/rss");
  CHECK(feed.format == "rss");
  CHECK(feed.encoding == "utf-8");
  CHECK(feed.title == "Le Fanal – Politique");
  CHECK(feed.link == "https://lefanal.example/politique");
  CHECK(feed.language == "fr-FR");
  CHECK(iso(feed.updated) == "2026-11-23T09:00:00Z");
  REQUIRE(feed.entries.size() == 2);
  const auto& first = feed.entries[0];
  CHECK(first.id == "fanal-7");
  CHECK(first.title == "Le budget du port & ses quais voté à l’unanimité");
  CHECK(iso(first.published) == "2026-11-23T08:30:00Z");
  CHECK(first.author == "Jeanne Martin");
  CHECK(first.summary == "Le conseil a voté.");
  CHECK(first.categories == std::vector<std::string>{"Politique", "Économie"});
  REQUIRE(first.enclosures.size() == 1);
  CHECK(first.enclosures[0].url == "https://lefanal.example/son.mp3");
  CHECK(first.enclosures[0].length == 12345);
}

TEST_CASE("content keeps paragraphs and links, made absolute, and loses scripts and handlers") {
  const auto content = parsed("rss-fr.xml", {}, "https://lefanal.example/rss").entries[0].content;
  CHECK(content.find("<p>Le conseil municipal a voté lundi le budget du port.</p>") != std::string::npos);
  CHECK(content.find("href=\"https://lefanal.example/carte\"") != std::string::npos);
  CHECK(content.find("src=\"https://lefanal.example/quai.jpg\"") != std::string::npos);
  for (const char* bad : {"script", "alert", "onclick", "onerror"}) CHECK(content.find(bad) == std::string::npos);
}

TEST_CASE("an entry without a date has no date, and the feed says so") {
  const auto feed = parsed("rss-fr.xml", {}, "https://lefanal.example/rss");
  const auto& second = feed.entries.at(1);
  CHECK_FALSE(second.published.has_value());
  CHECK_FALSE(second.updated.has_value());
  CHECK(second.link == "https://lefanal.example/relatif/8");
  CHECK(second.summary == "Un premier paragraphe.\n\nUn second.");
  CHECK(has_problem(feed, "no date"));
}

TEST_CASE("Atom gives its entries with xml:base, several authors and XHTML content") {
  const auto feed = parsed("atom-en.xml", {}, "https://elsewhere.example/feed");
  CHECK(feed.format == "atom");
  CHECK(feed.title == "The Harbour & Quay");
  CHECK(feed.language == "en");
  CHECK(feed.link == "https://harbour.example/news/");
  CHECK(iso(feed.updated) == "2026-11-23T09:09:33Z");
  REQUIRE(feed.entries.size() == 2);
  const auto& first = feed.entries[0];
  CHECK(first.title == "Ferry <Aurora> returns");
  CHECK(first.link == "https://harbour.example/news/2026/ferry");
  CHECK(first.author == "Ann Lee, Bo Park");
  CHECK(iso(first.published) == "2026-11-22T18:00:00Z");
  CHECK(iso(first.updated) == "2026-11-23T07:15:00Z");
  CHECK(first.categories == std::vector<std::string>{"ships"});
  CHECK(first.content.find("href=\"https://harbour.example/news/2026/back\"") != std::string::npos);
  CHECK(first.enclosures.at(0).url == "https://harbour.example/news/ferry.jpg");
  CHECK(first.image == "https://harbour.example/news/ferry.jpg");
  CHECK(feed.entries[1].title == "Fish & chips");
  CHECK(feed.entries[1].author == "Harbour Desk");
  CHECK(feed.entries[1].summary == "Cheaper than last year.");
}

TEST_CASE("RDF gives items beside the channel") {
  const auto feed = parsed("rdf-en.xml");
  CHECK(feed.format == "rdf");
  CHECK(feed.title == "Old Wire");
  REQUIRE(feed.entries.size() == 1);
  CHECK(feed.entries[0].id == "https://old.example/1");
  CHECK(iso(feed.entries[0].published) == "2026-11-20T04:00:00Z");
}

TEST_CASE("Chinese feeds are read in the encoding that they are in, labelled rightly, wrongly or not at all") {
  struct sample {
    std::string file, charset, encoding, title;
  };
  const std::string simple = "港口日报", traditional = "港口日報";
  for (const auto& s : {sample{"gbk.xml", "", "gbk", simple}, {"gb2312.xml", "", "gbk", simple}, {"gbk-unlabelled.xml", "GB18030", "gb18030", simple},
                        {"gbk-unlabelled.xml", "", "gbk", simple}, {"gbk-labelled-utf8.xml", "utf-8", "gbk", simple},
                        {"utf16le.xml", "", "utf-16le", simple}, {"utf16be-unmarked.xml", "", "utf-16be", simple},
                        {"big5.xml", "", "big5", traditional}, {"big5-unlabelled.xml", "", "big5", traditional}}) {
    INFO(s.file << " " << s.charset);
    const auto feed = parsed(s.file, s.charset);
    CHECK(feed.encoding == s.encoding);
    CHECK(feed.title == s.title);
    REQUIRE(feed.entries.size() == 1);
    CHECK(iso(feed.entries[0].published) == "2026-11-23T01:30:00Z");
  }
}

TEST_CASE("a wrong label costs a problem line, not the text") {
  CHECK(has_problem(parsed("gbk-labelled-utf8.xml"), "encoding"));
  const auto feed = parsed("utf8-labelled-latin1.xml");
  CHECK(feed.title == "Dépêche de l’été");
  CHECK(has_problem(feed, "is UTF-8"));
  CHECK(parsed("latin1.xml").title == "Café “dépêche”");
  CHECK(parsed("latin1.xml").entries[0].title == "€uro");
}

TEST_CASE("a server and a document that name different encodings are told of") {
  const std::string xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss><channel><title>Été</title></channel></rss>";
  CHECK(has_problem(*parse_feed(xml, "iso-8859-1", {}), "iso-8859-1"));
  CHECK(parse_feed(xml, "gbk", {})->title == "Été");
  CHECK_FALSE(has_problem(*parse_feed(xml, "UTF-8", {}), "encoding"));
}

TEST_CASE("a cut feed keeps its whole entries and says that it is cut") {
  const auto feed = parsed("cut.xml");
  CHECK(feed.cut);
  REQUIRE(feed.entries.size() == 1);
  CHECK(feed.entries[0].id == "fanal-7");
  CHECK(has_problem(feed, "cut off; 1 whole"));
}

TEST_CASE("a page or nothing instead of a feed is a clear failure") {
  const auto page = parse_feed(data_file("page-instead.xml"), {}, {});
  REQUIRE(page.has_error());
  CHECK(page.error() == errc::feed_unrecognised);
  CHECK(page.error().what.find("HTML") != std::string::npos);
  const auto nothing = parse_feed(data_file("empty.xml"), {}, {});
  REQUIRE(nothing.has_error());
  CHECK(nothing.error().what.find("empty") != std::string::npos);
  CHECK(parse_feed("{\"a\":1}", {}, {}).has_error());
  CHECK(parse_feed("<opml><body/></opml>", {}, {}).error().what.find("OPML") != std::string::npos);
  CHECK(parse_feed("<urlset><url/></urlset>", {}, {}).error().what.find("sitemap") != std::string::npos);
}

TEST_CASE("entities that a feed declares are never expanded") {
  const auto begin = std::clock();
  const auto feed = parsed("entity-bomb.xml");
  CHECK((std::clock() - begin) / CLOCKS_PER_SEC < 5);
  CHECK(feed.title == "&i;");
  CHECK(feed.entries.at(0).title == "Laugh &file;");
  CHECK(has_problem(feed, "entities"));
}

TEST_CASE("bare ampersands, unknown entities, junk in front and stray tags are mended") {
  const auto feed = parsed("sloppy.xml");
  CHECK(feed.title == "Fish & Chips © Café &unknown; 2 < 3");
  CHECK(has_problem(feed, "before the first tag"));
  REQUIRE(feed.entries.size() == 3);
  CHECK(feed.entries[0].title == "Tom & Jerry & friends");
  CHECK(feed.entries[0].link == "https://sloppy.example/a?x=1&y=2");
  CHECK(feed.entries[0].summary == "Escaped twice.");
  CHECK(feed.entries[0].summary_html.find("<b>twice</b>") != std::string::npos);
  CHECK_FALSE(feed.entries[1].published.has_value());
}

TEST_CASE("a tag that an end tag interrupts does no harm") {
  const auto feed = parse_feed("<rss><channel><item><title>t<b </title></rss </channel></rss>><x </x>>", {}, {});
  CHECK(feed.has_value());
  CHECK(parse_feed("<a </a>>", {}, {}).has_error());
}

TEST_CASE("text that is nested out of all bounds is read, without its nests") {
  const auto nest = [](std::string_view open, int times) {
    std::string html = "<p>Vor</p>";
    for (int i = 0; i < times; ++i) html += open;
    return html + "<p>Tief</p>";
  };
  std::string closed = nest("<b>", 300);
  for (int i = 0; i < 300; ++i) closed += "</b>";
  for (const auto& html : {nest("<b>", 300), nest("<div class=a>", 800'000 / 10), closed, nest("<font><p>x</p>", 400)}) {
    const auto feed = parse_feed("<rss><channel><item><description><![CDATA[" + html + "<p>Hinten</p>]]></description></item></channel></rss>", {}, {});
    REQUIRE(feed.has_value());
    const auto& text = feed->entries.at(0).summary;
    CHECK(text.starts_with("Vor"));
    CHECK(text.find("Tief") != std::string::npos);
    CHECK(text.ends_with("Hinten"));
  }
}

TEST_CASE("broken CDATA sections cost no more than their share") {
  const auto many = [](std::string_view piece, std::string_view end) {
    std::string xml = "<rss><channel><item>";
    while (xml.size() < 300'000) xml += piece;
    return xml + std::string(end) + "</item></channel></rss>";
  };
  const auto begin = std::clock();
  for (const char* piece : {"<a><! [CDATA[x]]</a>", "<a><![CDATA[</a>", "<a><! [CDATA[x</a>", "<a><![CDATA[<![CDATA[]]>", "<a><![CDATA[<![CDATA[]]></b>"})
    for (const char* end : {"", "]]>", "<![CDATA[]]>", "]]></a>"}) {
      INFO(piece << " " << end);
      CHECK(parse_feed(many(piece, end), {}, {}).has_value());
    }
  CHECK((std::clock() - begin) / CLOCKS_PER_SEC < 30);
}

TEST_CASE("links that are no web addresses don't get through") {
  const auto feed = parsed("sloppy.xml");
  const auto& links = feed.entries.at(2);
  CHECK(links.link == "https://sloppy.example/links");
  CHECK(links.summary_html.find("href=\"https://sloppy.example/sub/page\"") != std::string::npos);
  for (const char* bad : {"javascript", "data:", "iframe", "svg", "onerror", "style", "evil"})
    CHECK(links.summary_html.find(bad) == std::string::npos);
}

TEST_CASE("the limit on entries holds, and says so") {
  std::string xml = "<rss><channel>";
  for (std::size_t i = 0; i < most_entries + 5; ++i) xml += "<item><title>n" + std::to_string(i) + "</title></item>";
  const auto feed = parse_feed(xml + "</channel></rss>", {}, {});
  REQUIRE(feed.has_value());
  CHECK(feed->entries.size() == most_entries);
  CHECK(has_problem(*feed, "left out"));
  CHECK(parse_feed(std::string(largest_feed + 1, ' '), {}, {}).error() == errc::too_large);
}

TEST_CASE("an article's key is its id, else its link without tracking, else its title") {
  feed_entry entry;
  CHECK(article_key(entry).empty());
  entry.title = "Title";
  const auto by_title = article_key(entry);
  CHECK(by_title.starts_with("sha256:"));
  entry.link = "https://www.Example.org/a/?utm_source=x&id=7&fbclid=9#top";
  CHECK(article_key(entry) == "example.org/a?id=7");
  entry.id = "guid-1";
  CHECK(article_key(entry) == "guid-1");
  CHECK(without_tracking("https://example.org/a?utm_medium=rss") == "https://example.org/a");
}
