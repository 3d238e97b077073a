// The archive as RSS and JSON Feed: readable by a parser, whatever the articles say.
#include "ingest/parsed_feed.hpp"
#include "web/archive_feed.hpp"
#include "web/site_fixture.hpp"
#include "support/catch.hpp"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <nlohmann/json.hpp>

using namespace depeche;
using namespace depeche::test;

namespace {

// The text of an XPath in a document that must be well-formed; "not well-formed" when it isn't.
std::string xpath(const std::string& xml, const char* path) {
  std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR), xmlFreeDoc);
  if (!document) return "not well-formed";
  std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context(xmlXPathNewContext(document.get()), xmlXPathFreeContext);
  std::unique_ptr<xmlXPathObject, decltype(&xmlXPathFreeObject)> found(
      xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(path), context.get()), xmlXPathFreeObject);
  std::unique_ptr<xmlChar, void (*)(void*)> text(xmlXPathCastToString(found.get()), [](void* p) { xmlFree(p); });
  return reinterpret_cast<const char*>(text.get());
}

void keep_two_digests(site_fixture& site) {
  const auto kept = site.keep({some_article("Pont & tramway <neuf>"), some_article("The tram opens", "en")});
  site.keep_digest("matin", "2026-11-23", {kept[0]});
  site.keep_digest("morning", "2026-11-22", {kept[1]});
}

}  // namespace

TEST_CASE("the RSS of the archive lists the digests, newest first, with their own addresses") {
  site_fixture site;
  keep_two_digests(site);
  const auto feed = site.get("/feed.xml");
  REQUIRE(feed.status == 200);
  CHECK(feed.content_type == "application/rss+xml; charset=utf-8");
  CHECK(xpath(feed.body, "string(/rss/@version)") == "2.0");
  CHECK(xpath(feed.body, "string(/rss/channel/title)") == "Le Courrier de Valbrune");
  CHECK(xpath(feed.body, "count(/rss/channel/item)") == "2");
  CHECK(xpath(feed.body, "string(/rss/channel/item[1]/title)") == "Le Courrier du matin · lundi 23 novembre");
  CHECK(xpath(feed.body, "string(/rss/channel/item[1]/link)").starts_with("https://news.example.org/d/"));
  CHECK(xpath(feed.body, "string(/rss/channel/item[1]/pubDate)") == "Mon, 23 Nov 2026 06:30:00 GMT");
  CHECK(contains(xpath(feed.body, "string(/rss/channel/item[1]/description)"), "Pont &amp; tramway &lt;neuf&gt;</a></h2>"));
}

TEST_CASE("a language may be asked for, and only one of ours") {
  site_fixture site;
  keep_two_digests(site);
  const auto english = site.get("/feed.xml?lang=en");
  CHECK(xpath(english.body, "count(/rss/channel/item)") == "1");
  CHECK(xpath(english.body, "string(/rss/channel/language)") == "en");
  CHECK(contains(english.body, "href=\"https://news.example.org/feed.xml?lang=en\" rel=\"self\""));
  CHECK(xpath(site.get("/feed.xml?lang=zh").body, "count(/rss/channel/item)") == "0");
  CHECK(site.get("/feed.xml?lang=xx").status == 404);
  CHECK(site.get("/feed.json?lang=%3Cscript%3E").status == 404);
}

TEST_CASE("the JSON Feed carries the same") {
  site_fixture site;
  keep_two_digests(site);
  const auto feed = site.get("/feed.json");
  CHECK(feed.content_type == "application/feed+json; charset=utf-8");
  const auto json = nlohmann::json::parse(feed.body);
  CHECK(json.at("version") == "https://jsonfeed.org/version/1.1");
  CHECK(json.at("feed_url") == "https://news.example.org/feed.json");
  REQUIRE(json.at("items").size() == 2);
  CHECK(json["items"][0].at("title") == "Le Courrier du matin · lundi 23 novembre");
  CHECK(json["items"][0].at("date_published") == "2026-11-23T06:30:00Z");
  CHECK(json["items"][0].at("id") == json["items"][0].at("url"));
}

TEST_CASE("signs that XML can't hold and broken UTF-8 don't break the feeds") {
  archive a;
  a.title = "Cou\x01rrier ]]> & <b> \xFF \xEF\xBF\xBF fin";
  a.public_url = "https://news.example.org";
  a.self = "https://news.example.org/feed.xml?a=\"&b";
  archive_entry e;
  e.title = std::string("z\0z\x1B", 4);
  e.issue.id = digest_id{7};
  e.issue.language = "zh\xC0";
  digest_item item;
  item.title = "\xED\xA0\x80 </title>";
  item.summary.push_back({"<![CDATA[ \x0B", 0, 0});
  e.issue.items.push_back(item);
  a.entries.push_back(e);
  const std::string rss = write_rss(a);
  CHECK(contains(xpath(rss, "string(/rss/channel/title)"), "Courrier ]]> & <b>"));
  CHECK(xpath(rss, "string(/rss/channel/item/title)") == "zz");
  CHECK(nlohmann::json::parse(write_json_feed(a)).at("items").size() == 1);
}

TEST_CASE("an empty archive is a feed without items") {
  site_fixture site;
  CHECK(xpath(site.get("/feed.xml").body, "count(/rss/channel/item)") == "0");
  CHECK(nlohmann::json::parse(site.get("/feed.json").body).at("items").empty());
}

TEST_CASE("each edition has feeds of its own, which its digests' pages name") {
  site_fixture site;
  keep_two_digests(site);
  const auto rss = site.get("/feed.xml?edition=matin");
  REQUIRE(rss.status == 200);
  CHECK(xpath(rss.body, "string(/rss/channel/title)") == "Le Courrier du matin");
  CHECK(xpath(rss.body, "string(/rss/channel/language)") == "fr");
  CHECK(xpath(rss.body, "count(/rss/channel/item)") == "1");
  const auto json = nlohmann::json::parse(site.get("/feed.json?edition=morning").body);
  CHECK(json.at("title") == "The Morning Observer");
  CHECK(json.at("feed_url") == "https://news.example.org/feed.json?edition=morning");
  CHECK(json.at("items").size() == 1);
  CHECK(site.get("/feed.xml?edition=soir").status == 404);
  CHECK(site.get("/feed.json?edition=").status == 200);

  const auto page = site.get(xpath(rss.body, "string(/rss/channel/item[1]/link)").substr(std::string("https://news.example.org").size()));
  REQUIRE(page.status == 200);
  CHECK(contains(page.body, "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Le Courrier du matin\" href=\"/feed.xml?edition=matin\">"));
  CHECK(contains(page.body, "<link rel=\"alternate\" type=\"application/feed+json\" title=\"Le Courrier du matin\" href=\"/feed.json?edition=matin\">"));
}

TEST_CASE("our own reader of feeds finds in them what was written, in three languages") {
  site_fixture site;
  const auto kept = site.keep({some_article("Pont & tramway <neuf>"), some_article("The tram opens", "en"), some_article("有轨电车通车 <1号线>", "zh")});
  site.keep_digest("matin", "2026-11-23", {kept[0]}, {{kept[1].id, "Un autre \"titre\"", "", 1}});
  site.keep_digest("morning", "2026-11-22", {kept[1]});
  site.keep_digest("chenbao", "2026-11-21", {kept[2]});
  for (const char* path : {"/feed.xml", "/feed.json"}) {
    const auto read = parse_feed(site.get(path).body, "utf-8", "https://news.example.org" + std::string(path));
    REQUIRE(read.has_value());
    CHECK(read->problems.empty());
    CHECK(read->title == "Le Courrier de Valbrune");
    CHECK(read->link == "https://news.example.org/");
    CHECK(read->self == "https://news.example.org" + std::string(path));
    REQUIRE(read->entries.size() == 3);
    CHECK(read->entries[0].title == "Le Courrier du matin · lundi 23 novembre");
    CHECK(read->entries[0].id == read->entries[0].link);
    CHECK(read->entries[0].published == parse_iso_time("2026-11-23T06:30:00Z").value());
    const feed_entry& french = read->entries[0];
    const std::string body = french.content.empty() ? french.summary_html : french.content;
    CHECK(contains(body, "Pont &amp; tramway &lt;neuf&gt;"));
    CHECK(contains(body, "https://news.example.org/a/" + std::to_string(number(kept[0].id))));
    CHECK(contains(read->entries[2].title, "瓦尔布伦晨报"));
  }
}

TEST_CASE("a reader who has the feed gets 304, by its tag or by its date, and the tag counts more") {
  site_fixture site;
  keep_two_digests(site);
  for (const std::string path : {"/feed.xml", "/feed.json?edition=matin"}) {
    const auto first = site.get(path);
    const std::string tag(header_value(first.headers, "ETag")), date(header_value(first.headers, "Last-Modified"));
    CHECK(date == "Mon, 23 Nov 2026 06:30:00 GMT");
    CHECK(site.get(path, {{"If-None-Match", tag}}).status == 304);
    CHECK(site.get(path, {{"If-None-Match", tag}}).body.empty());
    CHECK(site.get(path, {{"If-Modified-Since", date}}).status == 304);
    CHECK(site.get(path, {{"If-Modified-Since", "Tue, 24 Nov 2026 00:00:00 GMT"}}).status == 304);
    CHECK(site.get(path, {{"If-Modified-Since", "Mon, 23 Nov 2026 06:29:59 GMT"}}).status == 200);
    CHECK(site.get(path, {{"If-Modified-Since", "yesterday"}}).status == 200);
    CHECK(site.get(path, {{"If-None-Match", "\"other\""}, {"If-Modified-Since", date}}).status == 200);
  }
}
