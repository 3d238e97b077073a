// What each call on drafts, publications and media sends and reads, as the platform's documents write it (wechat-protocol 6 to 11).
#include "wechat/endpoint_checks.hpp"
#include "wechat/draft.hpp"
#include "wechat/media.hpp"
#include "wechat/publish.hpp"

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;

TEST_CASE("drafts are kept within the platform's limits before they are sent") {
  draft_article a;
  a.title = "早报";
  a.content = "<p>今天</p>";
  a.thumb_media_id = "thumb";
  CHECK(fault_of(a).empty());
  draft_article b = a;
  b.title.clear();
  for (int i = 0; i < 32; ++i) b.title += "字";
  CHECK(fault_of(b).empty());
  b.title += "字";
  CHECK(contains(fault_of(b), "32"));
  b = a;
  b.author = "Une rédaction très longue";
  CHECK(contains(fault_of(b), "author"));
  b = a;
  b.digest = std::string(111, 'd');
  CHECK(contains(fault_of(b), "digest"));
  b = a;
  b.content = std::string(20'000, 'c');
  CHECK(contains(fault_of(b), "20,000"));
  b = a;
  b.thumb_media_id.clear();
  CHECK(contains(fault_of(b), "cover"));
  b.image_media_ids = {"i1"};
  CHECK(fault_of(b).empty());
  b.image_media_ids.resize(21);
  CHECK_FALSE(fault_of(b).empty());
}

TEST_CASE("drafts are added, read, changed, listed, counted and deleted") {
  platform_fixture f;
  draft_article a;
  a.title = "早报 \"一\"";
  a.content = "<p>été</p>";
  a.thumb_media_id = "thumb";
  a.source_url = "https://example.org/1";
  f.answers(R"({"media_id":"d1"})");
  CHECK(run_on(f.loop, add_draft(f.api, {a})).value() == "d1");
  CHECK(f.last().body ==
        R"({"articles":[{"article_type":"news","author":"","content":"<p>été</p>","content_source_url":"https://example.org/1",)"
        R"("digest":"","need_open_comment":0,"only_fans_can_comment":0,"thumb_media_id":"thumb","title":"早报 \"一\""}]})");
  draft_article pictures = a;
  pictures.image_media_ids = {"i1", "i2"};
  CHECK(run_on(f.loop, add_draft(f.api, {pictures})).has_value());
  CHECK(contains(f.last().body, R"("article_type":"newspic")"));
  CHECK(contains(f.last().body, R"("image_info":{"image_list":[{"image_media_id":"i1"},{"image_media_id":"i2"}]})"));
  CHECK(run_on(f.loop, add_draft(f.api, {})).error().action == api_action::fix_request);
  CHECK(run_on(f.loop, add_draft(f.api, {draft_article{}})).error().action == api_action::fix_request);
  f.answers(R"({"news_item":[{"title":"t","author":"a","need_open_comment":1,"url":"http://preview"}]})");
  const auto got = run_on(f.loop, get_draft(f.api, "d1")).value();
  REQUIRE(got.size() == 1);
  CHECK(got[0].open_comments);
  CHECK(got[0].url == "http://preview");
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, update_draft(f.api, "d1", 0, a)).has_value());
  CHECK(contains(f.last().body, R"({"articles":{"article_type")"));
  CHECK(contains(f.last().body, R"("index":0,"media_id":"d1"})"));
  CHECK(run_on(f.loop, delete_draft(f.api, "d1")).has_value());
  f.answers(R"({"total_count":15})");
  CHECK(run_on(f.loop, count_drafts(f.api)).value() == 15);
  f.answers(R"({"total_count":2,"item_count":1,
                "item":[{"media_id":"d1","content":{"news_item":[{"title":"t"}]},"update_time":1672500000}]})");
  const auto page = run_on(f.loop, list_drafts(f.api, 0, 20, true)).value();
  CHECK(page.total == 2);
  CHECK(page.drafts.at(0).articles.at(0).title == "t");
  CHECK(page.drafts.at(0).updated == 1672500000);
  CHECK(run_on(f.loop, list_drafts(f.api, 0, 21, true)).has_error());
  f.fails(errc::timed_out);
  const auto before = f.calls();
  check_unknown(f, run_on(f.loop, add_draft(f.api, {a})), before);
}

TEST_CASE("a draft is published, and asked about until it ends") {
  platform_fixture f;
  f.answers(R"({"errcode":0,"errmsg":"ok","publish_id":100000001,"msg_data_id":"2247483649"})");
  const auto receipt = run_on(f.loop, submit_publish(f.api, "d1")).value();
  CHECK(receipt.publish_id == "100000001");
  CHECK(receipt.msg_data_id == 2247483649);
  f.answers(R"({"publish_id":"100000001","publish_status":0,"article_id":"b5O2\n",
                "article_detail":{"count":1,"item":[{"idx":1,"article_url":"http://mp/s"}]},"fail_idx":[]})");
  const auto done = run_on(f.loop, publish_state(f.api, "100000001")).value();
  CHECK(done.status == publish_status::published);
  CHECK(done.article_id == "b5O2");
  CHECK(done.articles == std::vector<article_address>{{1, "http://mp/s"}});
  f.answers(R"({"publish_id":"1","publish_status":"2",
                "article_detail":{"count":0,"item":{"idx":1,"article_url":"u"}},"fail_idx":[1,2]})");
  const auto refused = run_on(f.loop, publish_state(f.api, "1")).value();
  CHECK(refused.status == publish_status::not_original);
  CHECK(refused.failed_articles == std::vector<std::int64_t>{1, 2});
  CHECK(refused.articles.size() == 1);  // a single object for a list of one
  f.answers("{}");
  CHECK(run_on(f.loop, publish_state(f.api, "1")).error().action == api_action::retry);
  CHECK(run_on(f.loop, submit_publish(f.api, "d1")).error().action == api_action::unknown);
  CHECK(run_on(f.loop, delete_published(f.api, "b5O2", 1)).has_value());
  CHECK(f.last().body == R"({"article_id":"b5O2","index":1})");
  f.fails(errc::timed_out);
  const auto before = f.calls();
  check_unknown(f, run_on(f.loop, submit_publish(f.api, "d1")), before);
}

TEST_CASE("media go up by their kind, and what the platform would refuse stays here") {
  platform_fixture f;
  const std::string jpeg = "\xFF\xD8\xFF\xE0 jpeg";
  const std::string mp3 = "ID3 sound";
  f.answers(R"({"type":"thumb","thumb_media_id":"m-2"})");
  CHECK(run_on(f.loop, upload_media(f.api, media_kind::thumb, jpeg, "t.jpg")).value() == "m-2");
  CHECK(f.last().target.target == "/cgi-bin/media/upload?access_token=T1&type=thumb");
  CHECK(run_on(f.loop, upload_media(f.api, media_kind::voice, mp3, "v.mp3")).has_value());
  CHECK(run_on(f.loop, upload_media(f.api, media_kind::voice, jpeg, "v.mp3")).error().action == api_action::fix_request);
  CHECK(run_on(f.loop, upload_media(f.api, media_kind::thumb, jpeg + std::string(65'536, 'x'), "t.jpg")).has_error());
  f.answers(R"({"url":"http://mmbiz.qpic.cn/x"})");
  CHECK(run_on(f.loop, upload_article_image(f.api, jpeg, "a.jpg")).value() == "http://mmbiz.qpic.cn/x");
  CHECK(f.last().target.target == "/cgi-bin/media/uploadimg?access_token=T1");
  CHECK(run_on(f.loop, upload_article_image(f.api, "RIFF....WEBP", "a.webp")).error().action == api_action::fix_request);
  f.answers(R"({"media_id":"p-1","url":"http://mmbiz.qpic.cn/y"})");
  CHECK(run_on(f.loop, add_material(f.api, media_kind::image, jpeg, "c.jpg")).value().media_id == "p-1");
  CHECK(f.last().target.target == "/cgi-bin/material/add_material?access_token=T1&type=image");
  CHECK(run_on(f.loop, add_material(f.api, media_kind::video, "....ftypmp42.", "v.mp4")).has_error());
  CHECK(run_on(f.loop, delete_material(f.api, "p-1")).has_value());
  f.fails(errc::timed_out);
  const auto before = f.calls();
  check_unknown(f, run_on(f.loop, add_material(f.api, media_kind::image, jpeg, "c.jpg")), before);
}

TEST_CASE("media come back as bytes, films as an address, and errors as errors under any content type") {
  platform_fixture f;
  const std::string png = std::string("\x89PNG\r\n\x1A\n") + std::string("\0{\"errcode\":1}", 14);
  f.answers(png);
  const auto picture = run_on(f.loop, get_media(f.api, "m+1/2"));
  REQUIRE(picture.has_value());
  CHECK(picture->bytes == png);
  CHECK(picture->content_type == "image/png");
  CHECK(f.last().target.target == "/cgi-bin/media/get?access_token=T1&media_id=m%2B1%2F2");
  f.answers(R"({"video_url":"http://mmbiz/v"})");
  const auto film = run_on(f.loop, get_media(f.api, "v1")).value();
  CHECK(film.bytes.empty());
  CHECK(film.video_url == "http://mmbiz/v");
  f.answers(R"({"title":"片","description":"d","down_url":"http://mmbiz/d"})");
  const auto kept = run_on(f.loop, get_material(f.api, "v2")).value();
  CHECK(kept.video_url == "http://mmbiz/d");
  CHECK(kept.title == "片");
  CHECK(f.last().body == R"({"media_id":"v2"})");
  f.answers(R"(  {"errcode":40007,"errmsg":"invalid media_id"})");
  CHECK(run_on(f.loop, get_media(f.api, "gone")).error().errcode == 40007);
  f.answers("");
  CHECK(run_on(f.loop, get_media(f.api, "empty")).has_error());
  f.answers("<html>busy</html>", 502);
  CHECK(run_on(f.loop, get_media(f.api, "m")).error().action == api_action::retry);

  f.answers(R"({"voice_count":1,"video_count":"2","image_count":3,"news_count":4})");
  const auto counts = run_on(f.loop, count_material(f.api)).value();
  CHECK(counts.voices == 1);
  CHECK(counts.videos == 2);
  CHECK(counts.images == 3);
  CHECK(counts.articles == 4);
  f.answers(R"({"total_count":30,"item_count":1,"item":[{"media_id":"i1","name":"été.png","update_time":"1700000000","url":"http://mmbiz/i"}]})");
  const auto page = run_on(f.loop, list_material(f.api, media_kind::image, 20, 10)).value();
  CHECK(f.last().body == R"({"count":10,"offset":20,"type":"image"})");
  CHECK(page.total == 30);
  REQUIRE(page.entries.size() == 1);
  CHECK(page.entries[0].name == "été.png");
  CHECK(page.entries[0].updated == 1'700'000'000);
  CHECK(run_on(f.loop, list_material(f.api, media_kind::image, 0, 21)).error().action == api_action::fix_request);
}
