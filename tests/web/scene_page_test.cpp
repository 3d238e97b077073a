// Codes on pages: shown where they can be had, replaced by words where not, and never a way in for strangers.
#include "web/site_fixture.hpp"
#include "support/catch.hpp"
#include "web/read_qr.hpp"

#include "invite/scene.hpp"

using namespace depeche;
using namespace depeche::test;

TEST_CASE("a scene's landing page shows its code, and the pictures of it say the code's address") {
  site_fixture site;
  site.keep_scene("metro-line-2");
  const auto page = site.get("/s/metro-line-2");
  REQUIRE(page.status == 200);
  CHECK(contains(page.body, "src=\"/qr/metro-line-2.png\""));
  CHECK(contains(page.body, "href=\"/qr/metro-line-2.svg\""));

  const auto png = site.get("/qr/metro-line-2.png");
  REQUIRE(png.status == 200);
  CHECK(png.content_type == "image/png");
  CHECK(read_qr_png(png.body) == "http://weixin.qq.com/q/metro-line-2");
  const auto svg = site.get("/qr/metro-line-2.svg");
  CHECK(svg.content_type == "image/svg+xml");
  CHECK(contains(svg.body, "<svg"));
}

TEST_CASE("a scene with signs that addresses can't hold is written and found percent-encoded") {
  site_fixture site;
  site.keep_scene("a/b?c#d");
  const auto page = site.get("/s/a%2Fb%3Fc%23d");
  REQUIRE(page.status == 200);
  CHECK(contains(page.body, "/qr/a%2Fb%3Fc%23d.png"));
  CHECK(site.get("/qr/a%2Fb%3Fc%23d.png").status == 200);
}

TEST_CASE("the platform is not asked for a scene that the desk never made, nor for another account's") {
  site_fixture site;
  site.keep_scene("theirs", "other");
  for (const char* path : {"/s/invented", "/qr/invented.png", "/s/theirs", "/qr/theirs.svg", "/s/%20", "/s/%E4%B8%AD", "/qr/%00.png"})
    CHECK(site.get(path).status == 404);
  CHECK(site.get("/qr/" + std::string(65, 'x') + ".png").status == 404);
  CHECK(site.codes_asked == 0);
}

TEST_CASE("a one-time invitation to the desk is never shown, even when it is stored") {
  site_fixture site;
  const std::string secret = invitation_scene("0123456789abcdef0123456789abcdef");
  site.keep_scene(secret);
  CHECK(site.get("/s/" + secret).status == 404);
  CHECK(site.get("/qr/" + secret + ".png").status == 404);
  CHECK(site.get("/qr/" + secret + ".svg").status == 404);
  CHECK(site.codes_asked == 0);
}

TEST_CASE("where no code can be had the page names the account, and the platform is left alone for a minute") {
  site_fixture site;
  site.platform_works = false;
  const auto page = site.get("/fr/");
  CHECK(page.status == 200);
  CHECK_FALSE(contains(page.body, "class=\"qr\""));
  CHECK(contains(page.body, "cherchez <strong>Le Courrier de Valbrune</strong>"));
  CHECK(site.get("/qr/web.png").status == 503);
  CHECK(site.codes_asked == 1);

  site.platform_works = true;
  CHECK_FALSE(contains(site.get("/fr/").body, "class=\"qr\""));
  site.time.advance(std::chrono::seconds{61});
  CHECK(contains(site.get("/fr/").body, "class=\"qr\""));
  CHECK(site.codes_asked == 2);
}

TEST_CASE("a code that was had is kept for many views, and asked for again after a while") {
  site_fixture site;
  for (int view = 0; view < 5; ++view) site.get("/fr/");
  CHECK(site.codes_asked == 1);
  site.time.advance(std::chrono::minutes{11});
  site.get("/fr/");
  CHECK(site.codes_asked == 2);
}

TEST_CASE("a clock that is set back does not keep an old failure alive") {
  site_fixture site;
  site.platform_works = false;
  site.get("/fr/");
  site.platform_works = true;
  site.time.advance(-std::chrono::hours{5});
  CHECK(contains(site.get("/fr/").body, "class=\"qr\""));
}
