// What each call on menus, quotas and the account itself sends and reads, as the platform's documents write it (wechat-protocol 6 to 11).
#include "wechat/endpoint_checks.hpp"
#include "wechat/menu.hpp"
#include "wechat/operations.hpp"
#include "wechat/quota.hpp"

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;

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
