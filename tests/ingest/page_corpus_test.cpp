// tests/data/ingest/pages: one page a file, and beside it what must be read in it: "field=value" a line, "has=" and "lacks=" for its text.
#include "base/localisation.hpp"
#include "data_file.hpp"
#include "ingest/page_extractor.hpp"

#include <filesystem>
#include <sstream>

using namespace depeche;

namespace {

std::string iso(const std::optional<timestamp>& t) { return t ? iso_time(*t) : std::string(); }

std::string field_of(const extracted_page& page, const std::string& name) {
  if (name == "kind") return std::string(name_of(page.kind));
  if (name == "title") return page.title;
  if (name == "author") return page.author;
  if (name == "site") return page.site;
  if (name == "published") return iso(page.published);
  if (name == "updated") return iso(page.updated);
  if (name == "language") return page.language;
  if (name == "image") return page.image;
  return name == "related" ? std::to_string(page.related.size()) : "no such field: " + name;
}

}  // namespace

TEST_CASE("every page of the corpus is read as its expectation says") {
  std::size_t cases = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(DEPECHE_TEST_DATA) + "/ingest/pages")) {
    if (file.path().extension() == ".expected") continue;
    const std::string name = file.path().stem().string();
    INFO(name);
    const auto page = examine_page(read_whole(file.path().string()), {}, "https://news.example/" + name + ".html", *parse_iso_time("2026-11-23T12:00"));
    auto beside = file.path();
    std::istringstream expected(read_whole(beside.replace_extension(".expected").string()));
    for (std::string line; std::getline(expected, line);) {
      INFO(line);
      const auto equals = line.find('=');
      const auto field = line.substr(0, equals), value = line.substr(equals + 1);
      if (field == "fails") {
        REQUIRE(page.has_error());
        CHECK(page.error().what.find(value) != std::string::npos);
        continue;
      }
      REQUIRE(page.has_value());
      if (field == "has") CHECK(page->text.find(value) != std::string::npos);
      else if (field == "lacks") CHECK(page->text.find(value) == std::string::npos);
      else CHECK(field_of(*page, field) == value);
    }
    ++cases;
  }
  CHECK(cases >= 17);
}
