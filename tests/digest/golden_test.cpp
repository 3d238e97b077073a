// Summaries, relations and stories of the demo's newspaper, as they were reviewed line by line, in three languages.
#include "digest/news_index.hpp"
#include "digest/news_samples.hpp"
#include "digest/summarise.hpp"
#include "support/catch.hpp"

#include <map>
#include <set>

using namespace depeche;
using nlohmann::json;

namespace {

json newspaper(const std::string& language) {
  std::ifstream in(std::string(DEPECHE_SOURCE_DIR) + "/demo/newspaper/" + language + ".json", std::ios::binary);
  return json::parse(in);
}

std::string text_of(const json& article) {
  std::string text;
  for (const auto& paragraph : article.at("paragraphs")) text += (text.empty() ? "" : "\n\n") + paragraph.get<std::string>();
  return text;
}

}  // namespace

TEST_CASE("the demo's articles are summarised as it was reviewed, in three languages") {
  const json golden = json::parse(read_data("golden_summaries.json"));
  for (const std::string language : {"fr", "en", "zh"}) {
    std::map<std::string, json> by_slug;
    const json paper = newspaper(language);
    for (const auto& a : paper.at("articles")) by_slug[a.at("slug").get<std::string>()] = a;
    for (const auto& wanted : golden.at(language)) {
      const json& a = by_slug.at(wanted.at("slug").get<std::string>());
      std::vector<std::string> summary;
      for (const auto& s : summarise(language, a.at("title").get<std::string>(), text_of(a), {.sentences = 2})) summary.push_back(s.text);
      CHECK(summary == wanted.at("summary").get<std::vector<std::string>>());
    }
  }
}

TEST_CASE("what the demo's newspaper says is related is found among the five nearest") {
  for (const std::string language : {"fr", "en", "zh"}) {
    const json paper = newspaper(language);
    news_index index(language);
    std::vector<std::string> slugs;
    for (const auto& a : paper.at("articles")) {
      slugs.push_back(a.at("slug"));
      index.add(make_article(static_cast<std::int64_t>(slugs.size()), "demo", a.at("title"), text_of(a), at("2026-11-23T08:00")));
    }
    index.settle();
    std::size_t named = 0, found = 0;
    for (std::size_t n = 0; n < slugs.size(); ++n) {
      std::set<std::string> near;
      for (const neighbour& k : index.kin(n, 5)) near.insert(slugs[k.document]);
      for (const auto& slug : paper.at("articles")[n].value("related", json::array())) {
        ++named;
        found += near.count(slug.get<std::string>());
      }
    }
    INFO(language << ": " << found << " of " << named);
    REQUIRE(named >= 3);
    CHECK(10 * found >= 8 * named);
  }
}
