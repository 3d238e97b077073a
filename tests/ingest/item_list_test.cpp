// A page without a feed, read by selectors.
#include "base/localisation.hpp"
#include "ingest/css_selector.hpp"
#include "ingest/item_list.hpp"
#include "ingest/source_reading.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

const timestamp noon = *parse_iso_time("2026-11-23T12:00");

source listing(item_selectors select) {
  source s;
  s.name = "mairie";
  s.url = "https://example.org/news/";
  s.language = "fr";
  s.select = std::move(select);
  return s;
}

result<parsed_feed> read(item_selectors select, std::string_view html) { return read_item_list(listing(std::move(select)), html, "utf-8", "https://example.org/news/", noon); }

// The titles that a selector finds among headings.
std::vector<std::string> titles(const std::string& css, std::string_view html) {
  std::vector<std::string> out;
  const auto feed = read({css, "", "", "", ""}, html);
  if (feed.has_error()) return out;
  for (const auto& e : feed->entries) out.push_back(e.title);
  return out;
}

using list = std::vector<std::string>;

std::string complaint(std::string_view css) {
  const auto read_it = read_selector(css);
  return read_it.has_error() ? to_line(read_it.error()) : "";
}

constexpr std::string_view page = R"(<html lang="fr"><head><title>Actualités</title></head><body>
<nav><a href="/a">Menu</a></nav>
<div id="list" class="news big">
 <div class="item first" data-kind="x-y"><h2><a href="un.html">Un  pont</a></h2><time datetime="2026-11-20T10:00:00Z">hier</time><p class="lead">Il rouvre.</p></div>
 <div class="item" data-kind="x"><h2><a href="/deux.html">Deux</a></h2><span class="date">21 novembre 2026</span></div>
 <div class="items"><h2><a href="trois.html">Trois</a></h2></div>
 <div class="item last"><h2>四</h2><a href="https://other.org/4" rel="more">suite</a></div>
</div><div class="item"><b>No link</b></div></body></html>)";

}  // namespace

TEST_CASE("the items of a page become entries with title, link, date and summary") {
  const auto feed = read({"#list > .item", "h2", "", "time, .date", "p.lead"}, page);
  REQUIRE(feed.has_value());
  CHECK(feed->title == "Actualités");
  REQUIRE(feed->entries.size() == 3);
  CHECK(feed->entries[0].title == "Un pont");
  CHECK(feed->entries[0].link == "https://example.org/news/un.html");
  CHECK(feed->entries[0].summary == "Il rouvre.");
  CHECK(iso_time(*feed->entries[0].published) == "2026-11-20T10:00:00Z");
  CHECK(feed->entries[1].link == "https://example.org/deux.html");
  CHECK(iso_time(*feed->entries[1].published, "Europe/Paris").starts_with("2026-11-21T00:00"));
  CHECK(feed->entries[2].title == "四");
  CHECK(feed->entries[2].link == "https://other.org/4");
  CHECK_FALSE(feed->entries[2].published);
}

TEST_CASE("a source with selectors gives articles that are completed like a feed's") {
  const auto reading = read_source(listing({".item", "h2", "", ".date", ""}), page, "utf-8", "https://example.org/news/", noon);
  REQUIRE(reading.has_value());
  REQUIRE(reading->articles.size() == 3);
  CHECK(reading->articles[0].url == "https://example.org/news/un.html");
  CHECK(reading->articles[0].key == "example.org/news/un.html");
  CHECK(reading->articles[0].text.empty());  // its page gives the text
  CHECK(reading->problems.size() == 1);      // the item without a link
}

TEST_CASE("selectors find what browsers find") {
  CHECK(titles(".item a", page) == list{"Un pont", "Deux", "suite"});
  CHECK(titles("div.item.first a", page) == list{"Un pont"});
  CHECK(titles("#list>div>h2>a", page) == list{"Un pont", "Deux", "Trois"});
  CHECK(titles("[data-kind] a", page) == list{"Un pont", "Deux"});
  CHECK(titles("[data-kind=x] a", page) == list{"Deux"});
  CHECK(titles("[data-kind|=\"x\"] a", page) == list{"Un pont", "Deux"});
  CHECK(titles("[class~='last'] a", page) == list{"suite"});
  CHECK(titles("a[href^=\"https:\"]", page) == list{"suite"});
  CHECK(titles("a[href$='.html'][href*='/']", page) == list{"Deux"});
  CHECK(titles("#list > :nth-child(2) a", page) == list{"Deux"});
  CHECK(titles("#list > :nth-child(odd) a", page) == list{"Un pont", "Trois"});
  CHECK(titles("#list > :nth-child(-n+2) a", page) == list{"Un pont", "Deux"});
  CHECK(titles("#list > :nth-child(2n) a", page) == list{"Deux", "suite"});
  CHECK(titles("#list > div:first-child a, #list > div:last-child a", page) == list{"Un pont", "suite"});
  CHECK(titles(".first + .item a", page) == list{"Deux"});
  CHECK(titles(".first ~ div a", page) == list{"Deux", "Trois", "suite"});
  CHECK(titles("NAV A", page) == list{"Menu"});
  CHECK(titles("h3", page).empty());
}

TEST_CASE("a text with both kinds of quotes is looked for as it stands") {
  CHECK(titles("a[title=\"l'eau\"]", "<a title=\"l'eau\" href=/1>Eau</a>") == list{"Eau"});
  CHECK(titles("a[title='say \"x\"']", "<a title='say \"x\"' href=/1>Say</a>") == list{"Say"});
}

TEST_CASE("a selector that can't be read is refused with the place") {
  CHECK(complaint("div.news > h2") == "");
  CHECK(complaint("div:hover") .find("\":hover\" is not understood: at character 4") != std::string::npos);
  CHECK(complaint("div >").find("at character 6") != std::string::npos);
  CHECK(complaint("a[href").find("at character 7") != std::string::npos);
  CHECK(complaint("a[href='x").find("quote is not closed") != std::string::npos);
  CHECK(complaint("..a").find("a name is missing") != std::string::npos);
  CHECK(complaint("").find("a part is missing") != std::string::npos);
  CHECK(complaint("a,").find("a part is missing") != std::string::npos);
  CHECK(complaint("a:nth-child(x)").find("not a position") != std::string::npos);
  CHECK(complaint("a)").find("at character 2") != std::string::npos);
  CHECK(complaint("{}").find("begins no part") != std::string::npos);
  CHECK(complaint(std::string(2000, 'a')).find("1,000") != std::string::npos);
}

TEST_CASE("a page that has changed is said to have, with the selector") {
  const auto gone = read({".item-of-last-year", "", "", "", ""}, page);
  REQUIRE(gone.has_error());
  CHECK(gone.error() == errc::feed_unrecognised);
  CHECK(gone.error().where == ".item-of-last-year");
  CHECK(read({".item", ".none", "", "", ""}, page).error().what.find("title") != std::string::npos);
  CHECK(read({".item", "", "", "", ""}, "").has_error());
  CHECK(read({":x", "", "", "", ""}, page).error() == errc::invalid_argument);
}

TEST_CASE("a hostile page costs a selector no more than its share") {
  std::string wide = "<div id=list>";
  for (int i = 0; i < 100'000; ++i) wide += "<i></i>";
  const auto began = std::chrono::steady_clock::now();
  CHECK(read({"i ~ i ~ i ~ b", "", "", "", ""}, wide + "</div>").has_error());
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "<div>";
  CHECK(read({"div div div div b", "", "", "", ""}, deep).has_error());
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{20});
}
