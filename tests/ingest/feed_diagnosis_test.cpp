// What the doctor says of a feed.
#include "base/localisation.hpp"
#include "ingest/feed_diagnosis.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>

using namespace depeche;

namespace {

feed_diagnosis look(const std::string& items) {
  const auto now = *parse_iso_time("2026-11-23T12:00");
  const auto feed = parse_feed("<rss><channel><title>Le Fanal</title>" + items + "</channel></rss>", {}, {}, now);
  REQUIRE(feed.has_value());
  return diagnose(*feed, nullptr, now);
}

bool advises(const feed_diagnosis& d, std::string_view words) {
  return std::any_of(d.advice.begin(), d.advice.end(), [&](const auto& line) { return line.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("the doctor says what becomes of entries that share an id") {
  const auto shared = look("<item><guid>0</guid><title>Un pont</title></item><item><guid>0</guid><title>Un port</title></item>");
  CHECK(shared.repeated_ids == 1);
  CHECK(advises(shared, "articles of their own"));
  CHECK_FALSE(advises(look("<item><guid>1</guid><title>Un pont</title></item>"), "articles of their own"));
}

TEST_CASE("the doctor judges whole texts by all of them") {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "Le conseil a voté lundi le budget du port, après de longs débats. ";
  CHECK(look("<item><title>Un</title><description>" + text + "</description></item>").whole_texts == 1);
  CHECK(look("<item><title>Un</title><description>Court.</description></item>").excerpts == 1);
}
