#include "invite/qr_code.hpp"

#include "invite/read_back.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

std::vector<std::string> texts() {
  std::string url = "https://news.example.org/s/";
  while (url.size() < 300) url += "metro-line-2/";
  url.resize(300);
  return {"http://weixin.qq.com/q/02aBcDeFgHiJk", "扫码订阅今日要闻", "Abonnez-vous : l'été commence à Nîmes, où l'œuvre naît",
          "A", url};
}

}  // namespace

TEST_CASE("a code drawn as PNG says what it was given, in every language and at any scale") {
  for (const auto& text : texts()) {
    const auto code = qr_code::encode(text).value();
    for (const int scale : {3, 8}) {
      const picture drawn = from_png(draw_png(code, scale));
      CHECK(drawn.width == (code.size() + 8) * scale);
      CHECK(drawn.height == drawn.width);
      CHECK(scan(drawn) == std::vector<std::string>{text});
    }
  }
}

TEST_CASE("a PNG's pixels are the code's modules, with a quiet zone of four") {
  const auto code = qr_code::encode("depeche").value();
  CHECK(from_png(draw_png(code, 1)).grey == rasterised(grid_of(code), 1).grey);
  CHECK(from_png(draw_png(code, 5)).grey == rasterised(grid_of(code), 5).grey);
}

TEST_CASE("a PNG's scale stays between 1 and 64") {
  const auto code = qr_code::encode("A").value();
  CHECK(from_png(draw_png(code, 0)).width == code.size() + 8);
  CHECK(from_png(draw_png(code, -7)).width == code.size() + 8);
  CHECK(from_png(draw_png(code, 1000)).width == (code.size() + 8) * 64);
}

TEST_CASE("a code drawn as SVG is the same code, and scans") {
  for (const auto& text : texts()) {
    const auto code = qr_code::encode(text).value();
    const module_grid drawn = from_svg(draw_svg(code, "code"));
    CHECK(drawn == grid_of(code));
    CHECK(scan(rasterised(drawn, 6)) == std::vector<std::string>{text});
  }
}

TEST_CASE("an SVG's title is escaped") {
  const auto code = qr_code::encode("x").value();
  const std::string svg = draw_svg(code, "</title><script>alert(\"1\")</script> Été & 新闻\n");
  CHECK(svg.find("<script") == std::string::npos);
  CHECK(svg.find("<title>&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; Été &amp; 新闻 </title>") !=
        std::string::npos);
  CHECK(draw_svg(code, "a\xFF\x01z").find("<title>a\xEF\xBF\xBD z</title>") != std::string::npos);
  CHECK(draw_svg(code).find("<title>") == std::string::npos);
}

TEST_CASE("a code drawn in the terminal is the same code, and scans") {
  for (const auto& text : texts()) {
    const auto code = qr_code::encode(text).value();
    const module_grid drawn = from_terminal(draw_terminal(code));
    CHECK(drawn == grid_of(code));
    CHECK(scan(rasterised(drawn, 6)) == std::vector<std::string>{text});
  }
}

TEST_CASE("a QR code holds 2,331 bytes, and says so when given more or nothing") {
  const auto full = qr_code::encode(std::string(2331, 'x'));
  REQUIRE(full.has_value());
  CHECK(full->size() == 177);
  const auto over = qr_code::encode(std::string(2332, 'x'));
  REQUIRE(over.has_error());
  CHECK(over.error() == errc::too_large);
  CHECK(to_line(over.error()).find("2331") != std::string::npos);
  CHECK(qr_code::encode("").error() == errc::invalid_argument);
}

TEST_CASE("a text may hold any byte, a zero among them") {
  const std::string text("before\0after", 12);
  CHECK(scan(from_png(draw_png(qr_code::encode(text).value()))) == std::vector<std::string>{text});
}
