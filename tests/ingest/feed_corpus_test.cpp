// tests/data/ingest/feeds: one feed a file, and beside it what must be read in it, "field=value" a line; \n stands for a line break.
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/parsed_feed.hpp"
#include "data_file.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

using namespace depeche;

namespace {

std::string iso(const std::optional<timestamp>& t) { return t ? iso_time(*t) : std::string(); }

std::string field_of(const feed_entry& e, const std::string& name) {
  if (name == "id") return e.id;
  if (name == "title") return e.title;
  if (name == "link") return e.link;
  if (name == "published") return iso(e.published);
  if (name == "updated") return iso(e.updated);
  if (name == "author") return e.author;
  if (name == "summary") return replace_all(e.summary, "\n", "\\n");
  if (name == "content") return e.content;
  if (name == "image") return e.image;
  if (name == "categories") return join(e.categories, "|");
  std::string all;
  for (const auto& file : e.enclosures)
    all += file.url + " " + file.type + (file.length ? " " + std::to_string(*file.length) : std::string());
  return name == "enclosures" ? all : "no such field: " + name;
}

std::string field_of(const parsed_feed& feed, const std::string& name) {
  if (name.starts_with("entry.")) return feed.entries.empty() ? "no entry" : field_of(feed.entries.front(), name.substr(6));
  if (name.starts_with("last.")) return feed.entries.empty() ? "no entry" : field_of(feed.entries.back(), name.substr(5));
  if (name == "format") return feed.format;
  if (name == "encoding") return feed.encoding;
  if (name == "title") return feed.title;
  if (name == "link") return feed.link;
  if (name == "language") return feed.language;
  if (name == "description") return feed.description;
  if (name == "updated") return iso(feed.updated);
  if (name == "image") return feed.image;
  return name == "entries" ? std::to_string(feed.entries.size()) : "no such field: " + name;
}

bool has_problem(const parsed_feed& feed, const std::string& words) {
  return std::any_of(feed.problems.begin(), feed.problems.end(), [&](const auto& p) { return p.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("every feed of the corpus is read as its expectation says") {
  std::size_t cases = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(DEPECHE_TEST_DATA) + "/ingest/feeds")) {
    if (file.path().extension() == ".expected") continue;
    INFO(file.path().filename().string());
    const auto feed = parse_feed(read_whole(file.path().string()), {}, {}, parse_iso_time("2026-11-23T12:00").value());
    INFO((feed.has_error() ? to_line(feed.error()) : join(feed->problems, "; ")));
    REQUIRE(feed.has_value());
    auto beside = file.path();
    std::istringstream expected(read_whole(beside.replace_extension(".expected").string()));
    for (std::string line; std::getline(expected, line);) {
      const auto equals = line.find('=');
      const auto name = line.substr(0, equals), value = line.substr(equals + 1);
      INFO(line);
      if (name == "problem") CHECK(has_problem(*feed, value));
      else CHECK(field_of(*feed, name) == value);
    }
    for (const auto& e : feed->entries)
      for (const char* bad : {"<script", "javascript:", "onerror=", "onclick", "<iframe", "expression("})
        CHECK(ascii_lower(e.content + e.summary_html).find(bad) == std::string::npos);
    ++cases;
  }
  CHECK(cases > 70);
}

TEST_CASE("dates are read in every form that feeds and people write, and never invented") {
  const auto now = parse_iso_time("2024-12-23T11:09:33");
  REQUIRE(now.has_value());
  std::istringstream lines(data_file("dates.txt"));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    const auto tab = line.find('\t');
    REQUIRE(tab != std::string::npos);
    INFO(line);
    const auto found = iso(read_feed_date(line.substr(tab + 1), {.language = {}, .zone = {}, .now = *now}));
    CHECK((found.empty() ? "none" : found) == line.substr(0, tab));
    ++count;
  }
  CHECK(count > 150);
}

TEST_CASE("a language decides what days and zones mean") {
  CHECK(iso(read_feed_date("3/4/2024", {.language = "en-US", .zone = {}, .now = {}})) == "2024-03-04T00:00:00Z");
  CHECK(iso(read_feed_date("3/4/2024", {.language = "en-GB", .zone = {}, .now = {}})) == "2024-04-03T00:00:00Z");
  CHECK(iso(read_feed_date("3/4/2024", {.language = "fr", .zone = {}, .now = {}})) == "2024-04-03T00:00:00Z");
  CHECK(iso(read_feed_date("Mon, 23 Dec 2024 11:09:33 CST", {.language = "zh", .zone = {}, .now = {}})) == "2024-12-23T03:09:33Z");
  CHECK(iso(read_feed_date("Mon, 23 Dec 2024 11:09:33 CST", {.language = "en", .zone = {}, .now = {}})) == "2024-12-23T17:09:33Z");
}

TEST_CASE("a time without a zone holds where the reader of it is told, and a day begins there") {
  const auto now = parse_iso_time("2026-11-30T22:30").value();
  const auto read = [&](std::string_view text) { return iso(read_feed_date(text, {.language = "zh", .zone = "Asia/Shanghai", .now = now})); };
  CHECK(read("2026-11-30 13:18:09") == "2026-11-30T05:18:09Z");
  CHECK(read("2026-11-30T13:18:09.250") == "2026-11-30T05:18:09Z");
  CHECK(read("20261130131809") == "2026-11-30T05:18:09Z");
  CHECK(read("Mon, 30 Nov 2026 13:18:09") == "2026-11-30T05:18:09Z");
  CHECK(read("2026年11月30日 13时18分") == "2026-11-30T05:18:00Z");
  CHECK(read("2026-11-30") == "2026-11-29T16:00:00Z");
  // It is the first of December there.
  CHECK(read("昨天 12:30") == "2026-11-30T04:30:00Z");
  CHECK(read("3小时前") == "2026-11-30T19:30:00Z");
  for (const char* said : {"2026-11-30T13:18:09Z", "2026-11-30 13:18:09 GMT", "Mon, 30 Nov 2026 13:18:09 +0000", "1796044689"})
    CHECK(read(said) == "2026-11-30T13:18:09Z");
  CHECK(iso(read_feed_date("2026-07-01 08:00", {.language = "fr", .zone = "Europe/Paris", .now = {}})) == "2026-07-01T06:00:00Z");
}

TEST_CASE("years of three digits are Taiwan's in Chinese") {
  CHECK(iso(read_feed_date("115/11/23 15:04", {.language = "zh-TW", .zone = {}, .now = parse_iso_time("2026-11-30").value()})) == "2026-11-23T15:04:00Z");
  CHECK(iso(read_feed_date("23 novembre 2026 à minuit et demi", {.language = "fr", .zone = {}, .now = {}})) == "2026-11-23T00:30:00Z");
}

TEST_CASE("without a clock nothing is made of dates that count from now") {
  for (const char* text : {"3 hours ago", "il y a deux jours", "昨天 12:30", "12月23日"}) {
    INFO(text);
    CHECK_FALSE(read_feed_date(text).has_value());
  }
}
