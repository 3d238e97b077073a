// What becomes of a source's bytes: its articles, or the word that there are none.
#include "base/localisation.hpp"
#include "ingest/source_reading.hpp"
#include "support/catch.hpp"

#include <string>

using namespace depeche;

namespace {

const timestamp noon = *parse_iso_time("2026-11-23T12:00");

source feed_of(std::string language) {
  source s;
  s.name = "fanal";
  s.url = "https://fanal.example/rss";
  s.language = std::move(language);
  return s;
}

result<source_reading> read(const std::string& items, std::string language = "fr") {
  return read_source(feed_of(std::move(language)), "<rss><channel><title>Le Fanal</title>" + items + "</channel></rss>", "utf-8",
                     "https://fanal.example/rss", noon);
}

}  // namespace

TEST_CASE("the text of a description is whole, however long") {
  std::string text;
  for (int i = 0; i < 900; ++i) text += "<p>港口今天第" + std::to_string(i) + "次公布新的运输计划和船期安排。</p>";
  const auto reading = read("<item><title>港口</title><description><![CDATA[" + text + "<p>完。</p>]]></description></item>", "zh");
  REQUIRE(reading.has_value());
  REQUIRE(reading->articles.size() == 1);
  CHECK(reading->articles[0].text.size() > 40'000);
  CHECK(reading->articles[0].text.ends_with("完。"));
  CHECK(reading->articles[0].summary.size() <= longest_summary);
}
