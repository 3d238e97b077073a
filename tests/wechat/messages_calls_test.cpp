// What each call that sends messages sends and reads, as the platform's documents write it (wechat-protocol 6 to 11).
#include "wechat/endpoint_checks.hpp"
#include "wechat/custom_message.hpp"
#include "wechat/mass_send.hpp"
#include "wechat/template_message.hpp"

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;

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
