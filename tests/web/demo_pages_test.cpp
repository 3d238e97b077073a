// The demo's newspaper on the site: every page of it can be made. With DEPECHE_PAGES=folder the pages are left there to be looked at.
#include "digest/build_digest.hpp"
#include "web/site_fixture.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace depeche;
using namespace depeche::test;

namespace {

std::vector<article> newspaper(const std::string& language, timestamp now) {
  std::ifstream in(std::string(DEPECHE_SOURCE_DIR) + "/demo/newspaper/" + language + ".json");
  const auto paper = nlohmann::json::parse(in);
  std::vector<article> articles;
  for (const auto& entry : paper.at("articles")) {
    const timestamp day = local_midnight(now, "Europe/Paris") + std::chrono::hours{24} * entry.at("day").get<int>();
    const std::string date = local_day(day + std::chrono::hours{2}, "Europe/Paris") + "T";
    article a;
    a.source = paper.at("title");
    a.key = entry.at("slug");
    a.url = "https://journal.example/" + language + "/" + a.key + ".html";
    a.title = entry.at("title");
    a.author = entry.at("author");
    a.language = language;
    a.published = *parse_iso_time(date + entry.at("time").get<std::string>(), "Europe/Paris");
    a.updated = *parse_iso_time(date + entry.at("updated").get<std::string>(), "Europe/Paris");
    a.first_seen = *a.published;
    a.summary = entry.at("lead");
    a.categories = {entry.at("section").get<std::string>()};
    for (const auto& p : entry.at("paragraphs")) a.text += (a.text.empty() ? "" : "\n\n") + p.get<std::string>();
    articles.push_back(std::move(a));
  }
  return articles;
}

// Leaves a page where a person can look at it; links to the style sheet and the code are made relative.
void leave(const std::string& name, std::string body) {
  const char* folder = std::getenv("DEPECHE_PAGES");
  if (!folder) return;
  std::filesystem::create_directories(folder);
  const auto make_relative = [&](const std::string& from, const std::string& to) {
    for (auto at = body.find(from); at != std::string::npos; at = body.find(from, at + to.size())) body.replace(at, from.size(), to);
  };
  make_relative("href=\"/site.css", "href=\"site.css");
  make_relative("src=\"/qr/", "src=\"");
  std::ofstream(std::filesystem::path(folder) / name, std::ios::binary) << body;
}

}  // namespace

TEST_CASE("the demo's newspaper makes digests and article pages in every language") {
  site_fixture site;
  const std::string style = site.get("/site.css").body;
  leave("site.css", style);
  leave("web.png", site.get("/qr/web.png").body);
  leave("scene.html", site.get("/s/web", {{"Accept-Language", "zh"}}).body);
  leave("404.html", site.get("/nothing").body);
  leave("empty.html", site.get("/en/").body);
  for (const edition& e : site.board.editions()) {
    std::vector<article> shown;
    for (article& a : site.keep(newspaper(e.language, site.time.now())))
      if (a.language == e.language) shown.push_back(a);
    REQUIRE(shown.size() >= 12);
    digest first;
    for (int back = 2; back >= 0; --back) {
      const timestamp now = site.time.now() - std::chrono::hours{24} * back;
      std::vector<article> until;
      for (const article& a : shown)
        if (*a.published <= now) until.push_back(a);
      first = site.run(site.digests.save(build_digest(e, until, until, now))).value();
    }
    REQUIRE(first.items.size() >= 5);
    const auto front = site.get("/" + e.language + "/");
    const auto issue = site.get("/d/" + std::to_string(number(first.id)));
    CHECK(front.status == 200);
    CHECK(issue.status == 200);
    leave(e.language + "-home.html", front.body);
    leave(e.language + "-digest.html", issue.body);
    for (std::size_t i = 0; i < first.items.size(); ++i) {
      const auto page = site.get("/a/" + std::to_string(number(first.items[i].article)));
      CHECK(page.status == 200);
      if (i == 0) leave(e.language + "-article.html", page.body);
    }
  }
  site.platform_works = false;
  site.time.advance(std::chrono::hours{1});
  leave("no-code.html", site.get("/fr/").body);
}
