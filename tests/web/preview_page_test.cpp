// The secret page of what will go out.
#include "web/site_fixture.hpp"

#include "support/catch.hpp"

using namespace depeche;
using namespace depeche::test;

namespace {

// An article of this morning, so that an edition composes something.
article fresh(std::string title, std::string text, const site_fixture& site) {
  article a = some_article(std::move(title));
  a.text = std::move(text);
  a.published = site.time.now() - std::chrono::hours{2};
  a.first_seen = *a.published;
  return a;
}

std::string link_to(site_fixture& site, std::string_view edition) { return site.run(site.previews.path_to(*site.board.find("main", edition))).value(); }

}  // namespace

TEST_CASE("a preview shows an edition in every form, to whoever has its address and to no index") {
  site_fixture site;
  site.keep({fresh("La halle <rouvre>", "La halle rouvre samedi matin. Les travaux ont duré un an & demi.", site)});
  const auto page = site.get(link_to(site, "matin"));
  REQUIRE(page.status == 200);
  CHECK(contains(page.body, "<meta name=\"robots\" content=\"noindex, nofollow\">"));
  CHECK(header_value(page.headers, "X-Robots-Tag") == "noindex, nofollow");
  CHECK(header_value(page.headers, "Cache-Control") == "no-store");
  CHECK(contains(page.body, "class=\"bubble\""));
  CHECK(contains(page.body, "1. La halle &lt;rouvre&gt;"));
  CHECK(contains(page.body, ">Lire tout le journal</a>"));
  CHECK(contains(page.body, "class=\"news-card\""));
  CHECK(contains(page.body, "class=\"draft-article\""));
  CHECK(contains(page.body, "class=\"digest-item\""));
  CHECK_FALSE(contains(page.body, "<rouvre>"));
  CHECK_FALSE(contains(page.body, "<script"));
}

TEST_CASE("an edition without news has a preview too") {
  site_fixture site;
  CHECK(site.get(link_to(site, "chenbao")).status == 200);
}

TEST_CASE("an address that was not given out, was changed or is too old opens nothing") {
  site_fixture site;
  const std::string good = link_to(site, "matin");
  std::string forged = good, longer = good;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  const std::size_t dash = longer.find('-');
  longer.replace(9, dash - 9, std::to_string(to_unix_seconds(site.time.now()) + 86'400 * 30));
  for (const std::string& bad : {forged, longer, std::string("/preview/"), std::string("/preview/x"), std::string("/preview/-"), good + "A",
                                 std::string("/preview/99999999999999999999-AAAA")})
    CHECK(site.get(bad).status == 404);
  CHECK(site.get(good).status == 200);
  site.time.advance(std::chrono::hours{25});
  CHECK(site.get(good).status == 404);
}

TEST_CASE("a preview's address opens its own edition, and holds after a restart") {
  site_fixture site;
  const std::string french = link_to(site, "matin"), english = link_to(site, "morning");
  CHECK(contains(site.get(french).body, "<html lang=\"fr\""));
  CHECK(contains(site.get(english).body, "<html lang=\"en\""));
  seeded_random other{7};
  preview_links again(site.settings, other, site.time);
  CHECK(site.run(again.opens(french.substr(9), *site.board.find("main", "matin"))).value());
  CHECK_FALSE(site.run(again.opens(french.substr(9), *site.board.find("main", "morning"))).value());
}
