// A draft and its pictures at the platform, whatever answers are lost on the way: nothing is there twice.
#include "library.hpp"
#include "world.hpp"

#include "deliver/draft_maker.hpp"
#include "picture/write_jpeg.hpp"

#include <boost/asio/thread_pool.hpp>
#include <nlohmann/json.hpp>

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

struct draft_desk {
  draft_desk() : outside(w.io.get_executor(), w.time), token(w.io.get_executor(), outside, w.time, who), api(outside, token, who), media(*w.db) {
    pictured.account = account_name;
    pictured.edition = w.morning.name;
    pictured.language = "fr";
    pictured.zone = w.morning.zone;
    pictured.day = "2026-11-23";
    pictured.id = digest_id{1};
    for (int i = 1; i <= 2; ++i) {
      digest_item item;
      item.article = article_id{i};
      item.title = "Le marché couvert rouvre, acte " + std::to_string(i);
      item.summary.push_back({"Le marché couvert rouvre samedi.", 0, 32});
      item.source = "gazette";
      if (i == 1) item.image = "https://gazette.example.org/halle.jpg";
      pictured.items.push_back(std::move(item));
    }
    one = w.begin();
  }

  // As after a restart: only the stores remember.
  wechat::api_result<std::string> order() {
    picture_parts parts;
    parts.media = &media;
    parts.pool = pool.get_executor();
    parts.fetch = [this](std::string) -> task<result<std::string>> {
      ++fetched;
      co_return jpeg;
    };
    draft_maker maker(account_name, w.templates, w.time, "https://news.example.org", api, std::move(parts));
    return w.run(maker.for_push(one, w.morning, pictured));
  }

  world w;
  wechat::credentials who{"wx0000000000000000", "secret", url{"https", "api.weixin.qq.com", 443, "/"}};
  library outside;
  wechat::access_token token;
  wechat::api_client api;
  media_store media;
  asio::thread_pool pool{1};
  std::string jpeg = write_jpeg_within(draw_cover({"Halle", "samedi", "2026-11-21"}, {}), 200'000);
  int fetched = 0;
  digest pictured;
  push one;
};

const char* const steps[] = {"/cgi-bin/media/uploadimg", "/cgi-bin/material/add_material", "/cgi-bin/material/batchget_material",
                             "/cgi-bin/draft/add", "/cgi-bin/draft/batchget"};

}  // namespace

TEST_CASE("a draft is made once, with a picture in the text and covers of its own and drawn") {
  draft_desk d;
  const auto made = d.order();
  REQUIRE(made.has_value());
  CHECK(d.outside.drafts.size() == 1);
  CHECK(d.outside.covers.size() == 2);
  const json articles = d.outside.drafts[0].at("content").at("news_item");
  REQUIRE(articles.size() == 2);
  CHECK(articles[0].at("content").get<std::string>().find("http://mmbiz.qpic.cn/mmbiz_jpg/1/0") != std::string::npos);
  CHECK(articles[0].at("thumb_media_id") != articles[1].at("thumb_media_id"));
  CHECK(*d.order() == *made);
  CHECK(d.outside.calls["/cgi-bin/draft/add"] == 1);
  CHECK(d.outside.calls["/cgi-bin/material/add_material"] == 2);
  CHECK(d.outside.calls["/cgi-bin/media/uploadimg"] == 1);
}

TEST_CASE("whatever answer is lost, there is one draft in the end, and every cover is in the library once") {
  for (const char* const step : steps) {
    INFO("lost: " << step);
    draft_desk d;
    d.outside.lost = step;
    wechat::api_result<std::string> made = d.order();
    for (int i = 0; i < 3 && made.has_error(); ++i) {
      d.w.time.advance(1min);
      made = d.order();
    }
    REQUIRE(made.has_value());
    CHECK(d.outside.drafts.size() == 1);
    std::vector<std::string> names = d.outside.covers;
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
    CHECK(*d.order() == *made);
    CHECK(d.outside.drafts.size() == 1);
  }
}

TEST_CASE("while nobody can tell whether the draft was made, none is made anew") {
  draft_desk d;
  d.outside.lost = "/cgi-bin/draft/add";
  REQUIRE(d.order().has_error());
  d.outside.lost = "/cgi-bin/draft/batchget";  // its repeat finds it
  REQUIRE(d.order().has_value());
  CHECK(d.outside.drafts.size() == 1);
  CHECK(d.outside.calls["/cgi-bin/draft/batchget"] == 2);
}

TEST_CASE("a picture that can't be had leaves its article without one") {
  draft_desk d;
  d.jpeg = "<html>404</html>";
  REQUIRE(d.order().has_value());
  const json articles = d.outside.drafts.at(0).at("content").at("news_item");
  CHECK(articles[0].at("content").get<std::string>().find("<img") == std::string::npos);
  CHECK(articles[0].at("thumb_media_id") == articles[1].at("thumb_media_id"));
}
