// What each call sends and reads, as the platform's documents write it (wechat-protocol 6 to 11).
#include "support/catch.hpp"
#include "wechat/custom_message.hpp"
#include "wechat/draft.hpp"
#include "wechat/mass_send.hpp"
#include "wechat/media.hpp"
#include "wechat/menu.hpp"
#include "wechat/operations.hpp"
#include "wechat/platform_fixture.hpp"
#include "wechat/publish.hpp"
#include "wechat/quota.hpp"
#include "wechat/tag.hpp"
#include "wechat/template_message.hpp"
#include "wechat/user.hpp"

#include <algorithm>

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// That a send whose answer was lost is told as unknown, and was sent once.
template <class Result>
void check_unknown(platform_fixture& f, const Result& lost, std::size_t calls_before) {
  REQUIRE(lost.has_error());
  CHECK(lost.error().action == api_action::unknown);
  CHECK(f.calls() == calls_before + 1);
}

}  // namespace

TEST_CASE("followers are listed page by page, to the last one and no further") {
  platform_fixture f;
  const int total = 25'000;
  const auto openid = [](int n) { return "o" + std::to_string(100'000 + n); };
  f.answer = [&](const client_request& r) {
    const std::string& target = r.target.target;
    const std::string after = target.substr(target.find("next_openid=") + 12);
    const int from = after.empty() ? 0 : std::stoi(after.substr(1)) - 100'000 + 1;
    const int end = std::min(total, from + 10'000);
    if (from >= end) return json_answer(R"({"total":25000,"count":0,"next_openid":""})");  // without "data"
    std::string list;
    for (int n = from; n < end; ++n) list += (list.empty() ? "\"" : ",\"") + openid(n) + "\"";
    return json_answer(R"({"total":25000,"count":)" + std::to_string(end - from) + R"(,"data":{"openid":[)" + list +
                       R"(]},"next_openid":")" + openid(end - 1) + "\"}");
  };
  std::vector<std::string> all;
  std::string after;
  int pages = 0;
  do {
    const auto page = run_on(f.loop, followers_after(f.api, after));
    REQUIRE(page.has_value());
    CHECK(page->total == total);
    all.insert(all.end(), page->openids.begin(), page->openids.end());
    after = page->next;
    ++pages;
  } while (!after.empty());
  CHECK(pages == 4);  // the third still names a next one
  CHECK(all.size() == 25'000);
  CHECK(all.back() == openid(total - 1));
}

TEST_CASE("a page of followers that leads back to itself is the last") {
  platform_fixture f;
  f.answers(R"({"total":1,"count":1,"data":{"openid":["o1"]},"next_openid":"o1"})");
  CHECK(run_on(f.loop, followers_after(f.api, "o1")).value().next.empty());
}

TEST_CASE("profiles are asked for by a hundred, followers and former ones") {
  platform_fixture f;
  f.answers(R"({"user_info_list":[{"subscribe":1,"openid":"o1","tagid_list":[128,2],"remark":"père","unionid":"u1",
                "qr_scene_str":"metro"},
                {"subscribe":0,"openid":"o2"}]})");
  const auto users = run_on(f.loop, user_infos(f.api, {"o1", "o2"}));
  REQUIRE(users.has_value());
  CHECK(f.last().body == R"({"user_list":[{"openid":"o1"},{"openid":"o2"}]})");
  REQUIRE(users->size() == 2);
  CHECK(users->front().tags == std::vector<std::int64_t>{128, 2});
  CHECK(users->front().remark == "père");
  CHECK(users->front().union_id == "u1");
  CHECK(users->front().scene == "metro");
  CHECK_FALSE(users->back().subscribed);
  const auto before = f.calls();
  CHECK(run_on(f.loop, user_infos(f.api, {})).has_error());
  CHECK(run_on(f.loop, user_infos(f.api, std::vector<std::string>(101, "o"))).has_error());
  CHECK(run_on(f.loop, set_remark(f.api, "o1", std::string(30, 'r'))).has_error());
  CHECK(f.calls() == before);
}

TEST_CASE("tags are made, listed, renamed and deleted") {
  platform_fixture f;
  f.answers(R"({"tag":{"id":134,"name":"广东"}})");
  CHECK(run_on(f.loop, create_tag(f.api, "广东")).value().id == 134);
  CHECK(f.last().body == R"({"tag":{"name":"广东"}})");
  f.answers(R"({"tags":[{"id":1,"name":"每天一罐可乐星人","count":0},{"id":"2","name":"星标组","count":"7"}]})");
  const auto tags = run_on(f.loop, list_tags(f.api)).value();
  REQUIRE(tags.size() == 2);
  CHECK(tags[1].id == 2);
  CHECK(tags[1].followers == 7);
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, rename_tag(f.api, 134, "Paris")).has_value());
  CHECK(f.last().body == R"({"tag":{"id":134,"name":"Paris"}})");
  CHECK(run_on(f.loop, delete_tag(f.api, 134)).has_value());
  CHECK(run_on(f.loop, create_tag(f.api, std::string(31, 't'))).error().action == api_action::fix_request);
  f.answers(R"({"count":1,"data":{"openid":["o1"]},"next_openid":"o1"})");
  CHECK(run_on(f.loop, tagged_after(f.api, 134, "")).value().openids == std::vector<std::string>{"o1"});
  f.answers(R"({"tagid_list":[134,2]})");
  CHECK(run_on(f.loop, tags_of(f.api, "o1")).value() == std::vector<std::int64_t>{134, 2});
}

TEST_CASE("a tag is given by fifty, and one who is refused does not keep the others from it") {
  platform_fixture f;
  std::size_t tagged = 0, largest = 0;
  f.answer = [&](const client_request& r) {
    const auto size = static_cast<std::size_t>(std::count(r.body.begin(), r.body.end(), '@'));
    largest = std::max(largest, size);
    if (contains(r.body, "stranger")) return json_answer(R"({"errcode":49003,"errmsg":"not match openid with appid"})");
    tagged += size;
    return json_answer(std::string(ok));
  };
  std::vector<std::string> all(120, "@o");
  all[77] = "@stranger";
  const auto report = run_on(f.loop, tag_followers(f.api, 134, all));
  CHECK(largest == 50);
  CHECK(report.done == 119);
  CHECK(tagged == 119);
  CHECK(report.failed == std::vector<std::string>{"@stranger"});
  CHECK_FALSE(report.stopped);
}

TEST_CASE("a tagging that the platform did in part names who is left, and a refusal of the account stops it") {
  platform_fixture f;
  f.answers(R"({"errcode":45171,"errmsg":"part fail","fail_openid_list":["o2"]})");
  auto report = run_on(f.loop, tag_followers(f.api, 1, {"o1", "o2", "o3"}));
  CHECK(report.done == 2);
  CHECK(report.failed == std::vector<std::string>{"o2"});
  f.answers(R"({"errcode":48001,"errmsg":"api unauthorized"})");
  report = run_on(f.loop, untag_followers(f.api, 1, std::vector<std::string>(120, "o")));
  CHECK(report.done == 0);
  CHECK(report.left.size() == 120);
  REQUIRE(report.stopped);
  CHECK(report.stopped->action == api_action::stop_and_tell);
}

TEST_CASE("every kind of customer message has the object that the platform names") {
  platform_fixture f;
  const auto sent = [&](custom_message m) {
    REQUIRE(run_on(f.loop, send_custom(f.api, "o1", std::move(m))).has_value());
    return f.last().body;
  };
  CHECK(sent(custom_voice{"m"}) == R"({"msgtype":"voice","touser":"o1","voice":{"media_id":"m"}})");
  CHECK(sent(custom_video{"m", "th", "t", "d"}) ==
        R"({"msgtype":"video","touser":"o1","video":{"description":"d","media_id":"m","thumb_media_id":"th","title":"t"}})");
  CHECK(contains(sent(custom_music{"t", "d", "u", "h", "th"}), R"("hqmusicurl":"h","musicurl":"u","thumb_media_id":"th")"));
  CHECK(sent(custom_link{"今日", "d", "u", "p"}) ==
        R"({"msgtype":"news","news":{"articles":[{"description":"d","picurl":"p","title":"今日","url":"u"}]},"touser":"o1"})");
  CHECK(contains(sent(custom_article{"a"}), R"("mpnewsarticle":{"article_id":"a"})"));
  CHECK(contains(sent(custom_menu{"h", {{"101", "满意"}, {"102", "不满意"}}, "t"}),
                 R"("msgmenu":{"head_content":"h","list":[{"content":"满意","id":"101"},{"content":"不满意","id":"102"}],)"
                 R"("tail_content":"t"})"));
  CHECK(contains(sent(custom_coupon{"c"}), R"("wxcard":{"card_id":"c"})"));
  CHECK(contains(sent(custom_mini_program{"t", "wx1", "p", "th"}), R"("appid":"wx1","pagepath":"p","thumb_media_id":"th")"));
  custom_message text = custom_text{"x"};
  REQUIRE(run_on(f.loop, send_custom(f.api, "o1", text, "test1@kftest")).has_value());
  CHECK(contains(f.last().body, R"("customservice":{"kf_account":"test1@kftest"})"));
  REQUIRE(run_on(f.loop, show_typing(f.api, "o1", true)).has_value());
  CHECK(f.last().body == R"({"command":"Typing","touser":"o1"})");
  f.fails(errc::timed_out);
  const auto before = f.calls();
  check_unknown(f, run_on(f.loop, send_custom(f.api, "o1", text)), before);
}

TEST_CASE("a template message carries its values and gives its id") {
  platform_fixture f;
  f.answers(R"({"errcode":0,"errmsg":"ok","msgid":"2702600966117900288"})");
  templated m;
  m.openid = "o1";
  m.template_id = "t1";
  m.page = "https://example.org/d/1";
  m.values = {{"thing1", "今日要闻"}, {"time2", "2026年10月7日"}};
  CHECK(run_on(f.loop, send_template(f.api, m, "MSG_1")).value() == 2702600966117900288);
  CHECK(f.last().target.target == "/cgi-bin/message/template/send?access_token=T1");
  CHECK(f.last().body ==
        R"({"client_msg_id":"MSG_1","data":{"thing1":{"value":"今日要闻"},"time2":{"value":"2026年10月7日"}},)"
        R"("template_id":"t1","touser":"o1","url":"https://example.org/d/1"})");
  m.mini_program_app_id = "wx1";
  m.mini_program_page = "index?a=1";
  CHECK(run_on(f.loop, send_template(f.api, m, "")).has_value());
  CHECK(contains(f.last().body, R"("miniprogram":{"appid":"wx1","pagepath":"index?a=1"})"));
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, send_notice(f.api, m)).has_value());
  CHECK(f.last().target.target == "/cgi-bin/message/subscribe/bizsend?access_token=T1");
  CHECK(contains(f.last().body, R"("page":"https://example.org/d/1")"));
  f.fails(errc::connection_lost);
  auto before = f.calls();
  check_unknown(f, run_on(f.loop, send_template(f.api, m, "")), before);
  before = f.calls();
  check_unknown(f, run_on(f.loop, send_notice(f.api, m)), before);
  before = f.calls();
  CHECK(run_on(f.loop, send_template(f.api, m, "MSG_1")).error().action == api_action::retry);  // the id makes it harmless
  CHECK(f.calls() == before + 2);
}

TEST_CASE("templates are listed, and their contents say which values they want") {
  platform_fixture f;
  f.answers(R"({"template_list":[{"template_id":"t1","title":"日报",
                "content":"标题：{{thing1.DATA}}\n时间：{{time2.DATA}}","example":"e"}]})");
  const auto list = run_on(f.loop, list_templates(f.api)).value();
  REQUIRE(list.size() == 1);
  CHECK(keywords_of(list[0].content) == std::vector<std::string>{"thing1", "time2"});
  CHECK(keywords_of("{{ }} {{a") == std::vector<std::string>{});
}

TEST_CASE("a mass send goes to a tag or a list, as articles, pictures or voice") {
  platform_fixture f;
  f.answers(R"({"errcode":0,"errmsg":"send job submission success","msg_id":34182,"msg_data_id":206227730})");
  mass_order order;
  order.audience = to_tag{2};
  order.content = mass_articles{"m1"};
  order.client_msg_id = "digest-2026-10-07";
  const auto made = run_on(f.loop, mass_send(f.api, order)).value();
  CHECK(made.msg_data_id == 206227730);
  CHECK(f.last().target.target == "/cgi-bin/message/mass/sendall?access_token=T1");
  CHECK(f.last().body ==
        R"({"clientmsgid":"digest-2026-10-07","filter":{"is_to_all":false,"tag_id":2},"mpnews":{"media_id":"m1"},)"
        R"("msgtype":"mpnews","send_ignore_reprint":0})");
  order.audience = to_list{{"o1", "o2"}};
  order.content = mass_images{{"i1", "i2"}, "看图"};
  CHECK(run_on(f.loop, mass_send(f.api, order)).has_value());
  CHECK(f.last().target.target == "/cgi-bin/message/mass/send?access_token=T1");
  CHECK(contains(f.last().body,
                 R"("images":{"media_ids":["i1","i2"],"recommend":"看图"},"msgtype":"image","touser":["o1","o2"])"));
  order.content = mass_voice{"v"};
  CHECK(run_on(f.loop, mass_send(f.api, order)).has_value());
  order.content = mass_video{"v", "t", "d"};
  CHECK(run_on(f.loop, mass_send(f.api, order)).has_value());
  CHECK(contains(f.last().body, R"("mpvideo":{"description":"d","media_id":"v","title":"t"},"msgtype":"mpvideo")"));
  const auto before = f.calls();
  order.audience = to_list{{"o1"}};
  CHECK(run_on(f.loop, mass_send(f.api, order)).error().action == api_action::fix_request);
  CHECK(f.calls() == before);
}

TEST_CASE("a mass send is previewed, taken back and slowed down") {
  platform_fixture f;
  mass_content picture = mass_images{{"i1", "i2"}, ""};
  CHECK(run_on(f.loop, mass_preview(f.api, "o1", picture)).has_value());
  CHECK(f.last().body == R"({"image":{"media_id":"i1"},"msgtype":"image","touser":"o1"})");
  CHECK(run_on(f.loop, mass_delete(f.api, 30124, 2)).has_value());
  CHECK(f.last().body == R"({"article_idx":2,"msg_id":30124})");
  CHECK(run_on(f.loop, set_mass_speed(f.api, 3)).has_value());
  CHECK(run_on(f.loop, set_mass_speed(f.api, 5)).has_error());
  f.answers(R"({"speed":3,"realspeed":15})");
  const auto speed = run_on(f.loop, get_mass_speed(f.api)).value();
  CHECK(speed.level == 3);
  CHECK(speed.real == 15);
}

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

TEST_CASE("a menu is checked, created, read back and deleted") {
  platform_fixture f;
  menu_button today{.name = "今日", .type = "click", .key = "digest"};
  menu_button more{.name = "Plus"};
  more.children = {{.name = "Archives", .type = "view", .url = "https://example.org/"},
                   {.name = "小程序", .type = "miniprogram", .url = "http://mp", .app_id = "wx1", .page = "index"},
                   {.name = "文章", .type = "article_id", .content_id = "a1"}};
  const std::vector<menu_button> menu{today, more};
  CHECK(fault_of(menu).empty());
  CHECK(run_on(f.loop, create_menu(f.api, menu)).has_value());
  const std::string body = f.last().body;
  CHECK(contains(body, R"({"button":[{"key":"digest","name":"今日","type":"click"},{"name":"Plus","sub_button":[)"));
  CHECK(contains(body, R"({"article_id":"a1","name":"文章","type":"article_id"})"));
  f.answers(R"({"menu":)" + body + "}");
  CHECK(run_on(f.loop, get_menu(f.api)).value() == menu);
  f.answers(R"({"errcode":46003,"errmsg":"menu no exist"})");
  CHECK_FALSE(run_on(f.loop, get_menu(f.api)).value().has_value());
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, delete_menu(f.api)).has_value());

  CHECK_FALSE(fault_of(std::vector<menu_button>{}).empty());
  CHECK_FALSE(fault_of(std::vector<menu_button>(4, today)).empty());
  CHECK(contains(fault_of(std::vector<menu_button>{{.name = "一二三四五六", .type = "click", .key = "k"}}), "16"));
  CHECK(contains(fault_of(std::vector<menu_button>{{.name = "x", .type = "view"}}), "url"));
  CHECK(contains(fault_of(std::vector<menu_button>{{.name = "x"}}), "neither"));
  menu_button deep = more;
  deep.children[0].children = {today};
  CHECK_FALSE(fault_of(std::vector<menu_button>{deep}).empty());
}

TEST_CASE("quotas are read and cleared, and a lost clearing is not repeated") {
  platform_fixture f;
  f.answers(R"({"errcode":0,"errmsg":"ok","quota":{"daily_limit":500000,"used":"12","remain":499988},
                "rate_limit":{"call_count":100,"refresh_second":1}})");
  const auto quota = run_on(f.loop, quota_of(f.api, "/cgi-bin/message/custom/send")).value();
  CHECK(quota.daily_limit == 500'000);
  CHECK(quota.used == 12);
  CHECK(quota.rate_calls == 100);
  CHECK(f.last().body == R"({"cgi_path":"/cgi-bin/message/custom/send"})");
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, clear_all_quotas(f.api, "wx1")).has_value());
  CHECK(f.last().body == R"({"appid":"wx1"})");
  CHECK(run_on(f.loop, clear_quota_of(f.api, "/cgi-bin/draft/add")).has_value());
  f.fails(errc::timed_out);
  const auto before = f.calls();
  check_unknown(f, run_on(f.loop, clear_all_quotas(f.api, "wx1")), before);
}

TEST_CASE("the platform tells its addresses, how it reaches us, and what became of a request") {
  platform_fixture f;
  f.answers(R"({"ip_list":["106.55.206.146","101.226.103.0/25"]})");
  CHECK(run_on(f.loop, callback_addresses(f.api)).value() == std::vector<std::string>{"106.55.206.146", "101.226.103.0/25"});
  CHECK(run_on(f.loop, api_addresses(f.api)).value().size() == 2);
  f.answers(R"({"dns":[{"ip":"1.2.3.4","real_operator":"UNICOM"}],
                "ping":[{"ip":"1.2.3.4","from_operator":"UNICOM","package_loss":"0%","time":"20.536ms"}]})");
  const auto check = run_on(f.loop, check_callback(f.api)).value();
  CHECK(check.names.at(0).operator_name == "UNICOM");
  CHECK(check.echoes.at(0).time == "20.536ms");
  f.answers(R"({"errcode":0,"errmsg":"ok","request":{"invoke_time":1635156704,"cost_in_ms":30,"request_url":"u",
                "request_body":"","response_body":"{\"errcode\":40001}","client_ip":"113.xx.70.51"}})");
  const auto past = run_on(f.loop, look_up_request(f.api, "61725984-6126f6f9-040f19c4")).value();
  CHECK(past.invoked == 1635156704);
  CHECK(past.response_body == R"({"errcode":40001})");
}

TEST_CASE("a menu for some is checked, added by its rule, taken away, and tried with a person") {
  platform_fixture f;
  const std::vector<menu_button> menu{{.name = "今日", .type = "click", .key = "digest"}};
  menu_rule rule;
  rule.tag = 134;
  rule.phone = menu_rule::phone_kind::android;
  f.answers(R"({"menuid":"208379533"})");
  CHECK(run_on(f.loop, add_conditional_menu(f.api, menu, rule)).value() == "208379533");
  CHECK(f.last().target.target == "/cgi-bin/menu/addconditional?access_token=T1");
  CHECK(f.last().body == R"({"button":[{"key":"digest","name":"今日","type":"click"}],)"
                         R"("matchrule":{"client_platform_type":"2","tag_id":"134"}})");
  const auto before = f.calls();
  CHECK(run_on(f.loop, add_conditional_menu(f.api, menu, menu_rule{})).error().action == api_action::fix_request);
  CHECK(run_on(f.loop, add_conditional_menu(f.api, {}, rule)).error().action == api_action::fix_request);
  CHECK(f.calls() == before);
  CHECK(run_on(f.loop, delete_conditional_menu(f.api, "208379533")).has_value());
  CHECK(f.last().body == R"({"menuid":"208379533"})");
  f.answers(R"({"button":[{"type":"click","name":"今日","key":"digest"}]})");
  CHECK(run_on(f.loop, menu_seen_by(f.api, "o1")).value() == menu);
  CHECK(f.last().body == R"({"user_id":"o1"})");
  f.answers(R"({"menu":{"button":[{"type":"click","name":"今日","key":"digest"}]}})");
  CHECK(run_on(f.loop, menu_seen_by(f.api, "o1")).value() == menu);
  f.fails(errc::timed_out);
  const auto so_far = f.calls();
  check_unknown(f, run_on(f.loop, add_conditional_menu(f.api, menu, rule)), so_far);
}

TEST_CASE("those who are shut out are listed, shut out by twenty and let in again") {
  platform_fixture f;
  f.answers(R"({"total":2,"count":2,"data":{"openid":["o1","o2"]},"next_openid":"o2"})");
  const auto page = run_on(f.loop, shut_out_after(f.api, "o0")).value();
  CHECK(page.openids == std::vector<std::string>{"o1", "o2"});
  CHECK(page.next == "o2");
  CHECK(f.last().target.target == "/cgi-bin/tags/members/getblacklist?access_token=T1");
  CHECK(f.last().body == R"({"begin_openid":"o0"})");
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, shut_out(f.api, {"o1", "o2"})).has_value());
  CHECK(f.last().target.target == "/cgi-bin/tags/members/batchblacklist?access_token=T1");
  CHECK(f.last().body == R"({"openid_list":["o1","o2"]})");
  CHECK(run_on(f.loop, let_in_again(f.api, {"o2"})).has_value());
  CHECK(f.last().target.target == "/cgi-bin/tags/members/batchunblacklist?access_token=T1");
  const auto before = f.calls();
  CHECK(run_on(f.loop, shut_out(f.api, std::vector<std::string>(21, "o"))).error().action == api_action::fix_request);
  CHECK(run_on(f.loop, shut_out(f.api, {})).has_error());
  CHECK(f.calls() == before);
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

TEST_CASE("a one-off message is kept within its limits, sent once, and asked for on the consent page") {
  platform_fixture f;
  once_message m;
  m.openid = "o1";
  m.template_id = "T";
  m.scene = 1000;
  m.title = "今日要闻";
  m.content = "Le résumé du jour";
  m.page = "https://example.org/d/1";
  CHECK(run_on(f.loop, send_once(f.api, m)).has_value());
  CHECK(f.last().target.target == "/cgi-bin/message/template/subscribe?access_token=T1");
  CHECK(f.last().body == R"({"data":{"content":{"value":"Le résumé du jour"}},"scene":"1000","template_id":"T","title":"今日要闻",)"
                         R"("touser":"o1","url":"https://example.org/d/1"})");
  const auto before = f.calls();
  once_message bad = m;
  bad.scene = 10'001;
  CHECK(run_on(f.loop, send_once(f.api, bad)).error().action == api_action::fix_request);
  bad = m;
  bad.title = "一二三四五六七八九十一二三四五六";
  CHECK(run_on(f.loop, send_once(f.api, bad)).has_error());
  bad = m;
  bad.content = std::string(201, 'a');
  CHECK(run_on(f.loop, send_once(f.api, bad)).has_error());
  CHECK(f.calls() == before);
  f.fails(errc::timed_out);
  check_unknown(f, run_on(f.loop, send_once(f.api, m)), before);
  CHECK(consent_page("wx1", "T&1", 5, "https://example.org/?a=b", "s t") ==
        "https://mp.weixin.qq.com/mp/subscribemsg?action=get_confirm&appid=wx1&scene=5&template_id=T%261"
        "&redirect_url=https%3A%2F%2Fexample.org%2F%3Fa%3Db&reserved=s%20t#wechat_redirect");
}
