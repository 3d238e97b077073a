// What servers put around a feed: it is found, and what was left out is said.
#include "ingest/parsed_feed.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>

using namespace depeche;

namespace {

const std::string feed_text = R"(<?xml version="1.0"?><rss version="2.0"><channel><title>Le Fanal</title><item><title>Un pont</title></item></channel></rss>)";

bool has_problem(const parsed_feed& feed, std::string_view words) {
  return std::any_of(feed.problems.begin(), feed.problems.end(), [&](const auto& p) { return p.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("a server's warning before the feed costs a problem line, not the feed") {
  for (const std::string before : {"<br />\n<b>Notice</b>:  Undefined index in <b>/srv/feed.php</b> on line <b>7</b><br />\n",
                                   "<script>if (1<2 && top!=self) top.location=self.location</script>\n", "<p>Notice: undefined index\n",
                                   "<table><tr><td>Deprecated</td></tr></table>", "<html><head><title>x</title></head><body><div>"}) {
    INFO(before);
    const auto feed = parse_feed(before + feed_text, {}, {});
    REQUIRE(feed.has_value());
    CHECK(feed->title == "Le Fanal");
    CHECK(feed->entries.size() == 1);
    CHECK_FALSE(feed->cut);
    CHECK(has_problem(*feed, "other markup"));
  }
}

TEST_CASE("a page is no feed for the names that stand in it") {
  CHECK(parse_feed("<html><body><svg><metadata><rdf:RDF><cc:Work/></rdf:RDF></metadata></svg></body></html>", {}, {}).has_error());
  CHECK(parse_feed("<html><body><feed>Our feed</feed></body></html>", {}, {}).has_error());
}

TEST_CASE("what stands between the entries is left out with a problem line") {
  const auto feed = parse_feed("<rss><channel><title>T</title><item><title>Un</title></item><br />\n<b>Warning</b>: foo() in <b>/x.php</b><br />"
                               "<item><title>Deux</title></item></channel></rss>", {}, {});
  REQUIRE(feed.has_value());
  CHECK(feed->entries.size() == 2);
  CHECK(has_problem(*feed, "between the entries"));
}

TEST_CASE("HTML's entities are read, and said where the feed doesn't declare them") {
  const auto feed = parse_feed("<rss><channel><title>Caf&eacute;&nbsp;A</title></channel></rss>", {}, {});
  REQUIRE(feed.has_value());
  CHECK(feed->title == "Café A");
  CHECK(has_problem(*feed, "entities of HTML"));
  for (const char* fine : {"<rss><channel><title>A &amp; B &#233; &quot;</title></channel></rss>",
                           "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"x.dtd\"><rss><channel><title>&eacute;</title></channel></rss>"})
    CHECK_FALSE(has_problem(*parse_feed(fine, {}, {}), "entities"));
}

TEST_CASE("what stands behind the feed is left out with a problem line") {
  const auto twice = parse_feed(feed_text + feed_text, {}, {});
  REQUIRE(twice.has_value());
  CHECK(twice->entries.size() == 1);
  CHECK(has_problem(*twice, "behind the feed"));
  const auto words = parse_feed(feed_text + "\nexecuted in 0.2 s\n", {}, {});
  REQUIRE(words.has_value());
  CHECK(has_problem(*words, "outside of the feed"));
  CHECK(parse_feed(feed_text + "\n", {}, {})->problems.size() == parse_feed(feed_text, {}, {})->problems.size());
}
