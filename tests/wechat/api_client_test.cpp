#include "wechat/api_client.hpp"
#include "wechat/custom_message.hpp"
#include "wechat/mass_send.hpp"
#include "wechat/media.hpp"
#include "wechat/qr_ticket.hpp"
#include "wechat/user.hpp"

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "wechat/platform_fixture.hpp"

using namespace depeche;
using namespace depeche::wechat;
using namespace platform_test;
using namespace std::chrono_literals;

TEST_CASE("a call carries the token and its query below the configured base") {
  platform_fixture f;
  CHECK(run_on(f.loop, f.api.get("/cgi-bin/user/info", "openid=o1&lang=fr")).value() == ok);
  CHECK(f.last().target.target == "/cgi-bin/user/info?access_token=T1&openid=o1&lang=fr");
  CHECK(f.last().target.host == "api.weixin.qq.com");
  CHECK(f.last().method == "GET");
}

TEST_CASE("answers are read tolerantly") {
  platform_fixture f;
  for (const std::string_view good :
       {"{}", "{\"total\":2}", "{\"errcode\":0}", "{\"errcode\":\"0\",\"errmsg\":\"ok\"}", "\xEF\xBB\xBF{\"errcode\":0}",
        "{\"list\":[{\"errcode\":5},{\"errcode\":48001}]}", " {\"errcode\" : 0} \n", "{\"a\":\"\xFF\"}"}) {
    f.answers(std::string(good));
    INFO(good);
    CHECK(f.post(repeatable::no).has_value());
  }
  f.answers(R"({"errmsg":"api unauthorized rid: 61725984-6126f6f9-040f19c4","errcode":"48001"})");
  const api_failure why = f.post(repeatable::no).error();
  CHECK(why.errcode == 48001);
  CHECK(why.action == api_action::stop_and_tell);
  CHECK(why.message == "api unauthorized");
  CHECK(why.rid == "61725984-6126f6f9-040f19c4");
  CHECK(why.path == "/cgi-bin/x");
  f.answers(R"({"errcode":40003,"errmsg":"invalid openid hint: [FJeQ0185e298]"})");
  CHECK(f.post(repeatable::no).error().message == "invalid openid");
  CHECK(f.post(repeatable::no).error().rid == "FJeQ0185e298");
  f.answers(R"({"errcode":45009})");
  CHECK(f.post(repeatable::no).error().message == "daily limit of this call reached");
}

TEST_CASE("busy means again later") {
  platform_fixture f;
  f.answers(R"({"errcode":-1,"errmsg":"system error"})");
  CHECK(f.post(repeatable::yes).error().action == api_action::retry);
  CHECK(f.post(repeatable::no).error().action == api_action::retry);
  CHECK(f.calls() == 2);
}

TEST_CASE("an answer that cannot be read counts as busy, or as unknown for what may not be repeated") {
  platform_fixture f;
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  const std::vector<std::string> broken{"<html>502 Bad Gateway</html>", "", "[]", "1", "{\"errcode\":", "{\"errcode\":{}}",
                                        "{\"errcode\":\"x\"}", "{\"errcode\":true}", deep};
  for (const std::string& body : broken) {
    INFO(body.substr(0, 40));
    f.answers(body);
    CHECK(f.post(repeatable::yes).error().action == api_action::retry);
    CHECK(f.post(repeatable::no).error().action == api_action::unknown);
  }
  f.answers(std::string(ok), 503);
  CHECK(f.post(repeatable::yes).error().action == api_action::retry);
  CHECK(f.post(repeatable::no).error().action == api_action::unknown);
  f.answers(std::string(ok), 404);
  CHECK(f.post(repeatable::no).error().action == api_action::unknown);
}

TEST_CASE("a lost exchange is repeated once when that is harmless") {
  platform_fixture f;
  int broken = 1;
  f.answer = [&](const client_request&) -> result<client_response> {
    if (broken-- > 0) return fail(errc::connection_lost, "gone");
    return json_answer(std::string(ok));
  };
  CHECK(f.post(repeatable::yes).has_value());
  CHECK(f.calls() == 2);
  for (const errc code : {errc::timed_out, errc::connection_lost, errc::connect_failed, errc::http_malformed}) {
    f.fails(code);
    const std::size_t before = f.calls();
    const auto lost = f.post(repeatable::yes);
    CHECK(lost.error().action == api_action::retry);
    CHECK(lost.error().errcode == 0);
    CHECK(f.calls() == before + 2);
  }
}

TEST_CASE("what may not be repeated is sent once, and its failure says whether it left") {
  platform_fixture f;
  const auto action_after = [&](errc code) {
    f.fails(code);
    const std::size_t before = f.calls();
    const api_action action = f.post(repeatable::no).error().action;
    CHECK(f.calls() == before + 1);
    return action;
  };
  CHECK(action_after(errc::connect_failed) == api_action::not_sent);
  CHECK(action_after(errc::tls_failed) == api_action::not_sent);
  CHECK(action_after(errc::timed_out) == api_action::unknown);
  CHECK(action_after(errc::connection_lost) == api_action::unknown);
  CHECK(action_after(errc::too_large) == api_action::unknown);
  CHECK(action_after(errc::http_malformed) == api_action::unknown);
  CHECK(action_after(errc::cancelled) == api_action::unknown);
}

TEST_CASE("64 calls that meet an expired token at once renew it once, and all succeed") {
  platform_fixture f;
  REQUIRE(f.post(repeatable::no).has_value());
  f.current = "T2";
  f.answer = [&](const client_request& r) {
    const bool fresh = r.target.target.find("access_token=T2") != std::string::npos;
    return json_answer(fresh ? std::string(ok) : R"({"errcode":42001,"errmsg":"access_token expired"})");
  };
  const std::size_t tokens_before = f.platform.count(token_path);
  int done = 0;
  for (int i = 0; i < 64; ++i)
    boost::asio::co_spawn(f.loop, f.api.post("/cgi-bin/x", "{}", repeatable::no),
                          [&](std::exception_ptr, api_result<std::string> r) { done += r.has_value(); });
  f.loop.restart();
  f.loop.run();
  CHECK(done == 64);
  CHECK(f.platform.count(token_path) == tokens_before + 1);
  CHECK(f.forced == 0);
}

TEST_CASE("a platform that goes on refusing gets one forced renewal, and the call fails") {
  platform_fixture f;
  f.answers(R"({"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"})");
  const auto refused = f.post(repeatable::no);
  REQUIRE(refused.has_error());
  CHECK(refused.error().errcode == 40001);
  CHECK(refused.error().action == api_action::stop_and_tell);
  CHECK(f.calls() == 2);
  CHECK(f.forced == 1);
  CHECK(f.platform.count(token_path) == 3);  // the first, unforced, forced
  for (int i = 0; i < 50; ++i) CHECK(f.post(repeatable::yes).has_error());
  CHECK(f.forced == 1);
  CHECK(f.platform.count(token_path) == 4);  // one more without force; then the failure is remembered
}

TEST_CASE("64 calls under a platform that goes on refusing cost one forced renewal, and each says why") {
  platform_fixture f;
  REQUIRE(f.post(repeatable::no).has_value());
  f.answers(R"({"errcode":40001,"errmsg":"invalid credential"})");
  const std::size_t before = f.calls();
  int alarms = 0;
  for (int i = 0; i < 64; ++i)
    boost::asio::co_spawn(f.loop, f.api.post("/cgi-bin/x", "{}", repeatable::no),
                          [&](std::exception_ptr, api_result<std::string> r) {
                            alarms += r.has_error() && r.error().action == api_action::stop_and_tell;
                          });
  f.loop.restart();
  f.loop.run();
  CHECK(alarms == 64);
  CHECK(f.forced == 1);
  CHECK(f.calls() <= before + 128);
}

TEST_CASE("another holder that renews under our feet costs one look at the token, and no forced renewal") {
  platform_fixture f;
  REQUIRE(f.post(repeatable::no).has_value());
  f.answer = [&](const client_request& r) {
    const bool current = r.target.target.find("access_token=" + f.current) != std::string::npos;
    return json_answer(current ? std::string(ok) : R"({"errcode":"40001","errmsg":"access_token is invalid or not latest"})");
  };
  for (int i = 2; i < 12; ++i) {
    f.current = "T" + std::to_string(i);  // theirs
    CHECK(f.post(repeatable::no).has_value());
  }
  CHECK(f.forced == 0);
  CHECK(f.platform.count(token_path) == 11);
}

TEST_CASE("a customer message is raw UTF-8, whatever text it is given") {
  platform_fixture f;
  CHECK(run_on(f.loop, send_custom_text(f.api, "o1", "Édition 今日 \"x\" 🗞\n")).has_value());
  CHECK(f.last().target.target == "/cgi-bin/message/custom/send?access_token=T1");
  CHECK(f.last().body == "{\"msgtype\":\"text\",\"text\":{\"content\":\"Édition 今日 \\\"x\\\" 🗞\\n\"},\"touser\":\"o1\"}");
  CHECK(run_on(f.loop, send_custom_text(f.api, "o1", "a\xFF" "b")).has_value());
  CHECK(f.last().body.find("a\xEF\xBF\xBD" "b") != std::string::npos);
  CHECK(run_on(f.loop, send_custom_image(f.api, "o1", "m1")).has_value());
  CHECK(f.last().body == R"({"image":{"media_id":"m1"},"msgtype":"image","touser":"o1"})");
  f.answers(R"({"errcode":45015,"errmsg":"response out of time limit or subscription is canceled"})");
  CHECK(run_on(f.loop, send_custom_text(f.api, "o1", "x")).error().action == api_action::drop_recipient);
}

TEST_CASE("one message for many people is the message that each would get alone") {
  platform_fixture f;
  const custom_copies copies(custom_text{"Édition 今日 \"x\" 🗞\na\xFF"});
  for (const char* who : {"o1", "o\"2"}) {
    CHECK(run_on(f.loop, copies.send(f.api, who)).has_value());
    const auto together = nlohmann::json::parse(f.last().body);
    CHECK(f.last().body.find("Édition 今日") != std::string::npos);
    CHECK(run_on(f.loop, send_custom_text(f.api, who, "Édition 今日 \"x\" 🗞\na\xFF")).has_value());
    CHECK(together == nlohmann::json::parse(f.last().body));
  }
  f.answers(R"({"errcode":45015,"errmsg":"response out of time limit or subscription is canceled"})");
  CHECK(run_on(f.loop, copies.send(f.api, "o1")).error().action == api_action::drop_recipient);
}

TEST_CASE("a mass send gives its id, also when the job existed") {
  platform_fixture f;
  f.answers(R"({"errcode":0,"errmsg":"send job submission success","msg_id":9007199254740993})");
  const auto made = run_on(f.loop, mass_send_text(f.api, "Bonjour", "digest-1"));
  REQUIRE(made.has_value());
  CHECK(made->msg_id == 9007199254740993);
  CHECK_FALSE(made->existed);
  CHECK(f.last().body ==
        R"({"clientmsgid":"digest-1","filter":{"is_to_all":true},"msgtype":"text","text":{"content":"Bonjour"}})");
  f.answers(R"({"errcode":45065,"errmsg":"clientmsgid exist rid: 1-2-3","msg_id":"34182"})");
  const auto existed = run_on(f.loop, mass_send_text(f.api, "Bonjour", "digest-1"));
  REQUIRE(existed.has_value());
  CHECK(existed->msg_id == 34182);
  CHECK(existed->existed);
  f.answers(R"({"errcode":45028,"errmsg":"has no masssend quota"})");
  CHECK(run_on(f.loop, mass_send_text(f.api, "Bonjour", "digest-2")).error().action == api_action::wait_quota);
  f.answers(std::string(ok));
  CHECK(run_on(f.loop, mass_send_text(f.api, "Bonjour", "digest-3")).error().action == api_action::unknown);
  const std::size_t before = f.calls();
  CHECK(run_on(f.loop, mass_send_text(f.api, "x", "")).error().action == api_action::fix_request);
  CHECK(run_on(f.loop, mass_send_text(f.api, "x", std::string(33, 'i'))).error().action == api_action::fix_request);
  CHECK(f.calls() == before);
  f.answers(R"({"msg_id":201053012,"msg_status":"SEND_SUCCESS"})");
  CHECK(run_on(f.loop, mass_state(f.api, 201053012)).value() == "SEND_SUCCESS");
  CHECK(f.last().body == R"({"msg_id":"201053012"})");
}

TEST_CASE("QR codes are made for string scenes, permanent or not") {
  platform_fixture f;
  f.answers(R"({"ticket":"gQH4","url":"http://weixin.qq.com/q/kZ"})");
  const auto lasting = run_on(f.loop, create_permanent_code(f.api, "metro-ligne-2"));
  REQUIRE(lasting.has_value());
  CHECK(lasting->url == "http://weixin.qq.com/q/kZ");
  CHECK_FALSE(lasting->expires.has_value());
  CHECK(f.last().body ==
        R"({"action_info":{"scene":{"scene_str":"metro-ligne-2"}},"action_name":"QR_LIMIT_STR_SCENE"})");
  f.answers(R"({"ticket":"gQH4","url":"http://weixin.qq.com/q/kZ","expire_seconds":"600"})");
  const auto passing = run_on(f.loop, create_temporary_code(f.api, "admin", 600s));
  REQUIRE(passing.has_value());
  CHECK(passing->expires == 600s);
  CHECK(f.last().body.find(R"("expire_seconds":600)") != std::string::npos);
  const std::size_t before = f.calls();
  CHECK(run_on(f.loop, create_permanent_code(f.api, "")).has_error());
  CHECK(run_on(f.loop, create_permanent_code(f.api, std::string(65, 's'))).has_error());
  CHECK(run_on(f.loop, create_temporary_code(f.api, "s", 59s)).has_error());
  CHECK(run_on(f.loop, create_temporary_code(f.api, "s", 31 * 24h)).has_error());
  CHECK(f.calls() == before);
  f.answers("{\"ticket\":\"x\"}");
  CHECK(run_on(f.loop, create_permanent_code(f.api, "s")).error().action == api_action::retry);
}

TEST_CASE("a follower's profile is read with whatever is there") {
  platform_fixture f;
  f.answers(R"({"subscribe":1,"openid":"o1","language":"fr","subscribe_time":1382694957,"tagid_list":[1,2],
                "subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":98765,"qr_scene_str":""})");
  const auto user = run_on(f.loop, user_info(f.api, "o 1"));
  REQUIRE(user.has_value());
  CHECK(f.last().target.target == "/cgi-bin/user/info?access_token=T1&openid=o%201");
  CHECK(user->subscribed);
  CHECK(user->language == "fr");
  CHECK(user->subscribe_time == 1382694957);
  CHECK(user->subscribe_scene == "ADD_SCENE_QR_CODE");
  CHECK(user->scene == "98765");
  f.answers(R"({"subscribe":"0","openid":"o1"})");
  CHECK_FALSE(run_on(f.loop, user_info(f.api, "o1")).value().subscribed);
  f.answers(R"({"subscribe":1,"qr_scene":0,"qr_scene_str":"metro"})");
  CHECK(run_on(f.loop, user_info(f.api, "o1")).value().scene == "metro");
}

TEST_CASE("an image goes up as one part with its name, type and length") {
  platform_fixture f;
  f.answers(R"({"type":"image","media_id":"m-1","created_at":1672500000})");
  const std::string png = std::string("\x89PNG\r\n\x1A\n", 8) + "\r\n--depeche-\r\n";
  CHECK(run_on(f.loop, upload_image(f.api, png, "a\"b\r\nc.png")).value() == "m-1");
  CHECK(f.last().target.target == "/cgi-bin/media/upload?access_token=T1&type=image");
  std::string type;
  for (const auto& h : f.last().headers)
    if (h.name == "Content-Type") type = h.value;
  const std::string mark = "multipart/form-data; boundary=";
  REQUIRE(type.starts_with(mark));
  const std::string boundary = type.substr(mark.size());
  CHECK(f.last().body == "--" + boundary +
                             "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a%22b%0D%0Ac.png\"\r\n"
                             "Content-Type: image/png\r\nContent-Length: " + std::to_string(png.size()) + "\r\n\r\n" + png +
                             "\r\n--" + boundary + "--\r\n");
  CHECK(run_on(f.loop, upload_image(f.api, "GIF89a", "x.gif")).error().action == api_action::fix_request);
  CHECK(run_on(f.loop, upload_image(f.api, png + std::string(2 * 1024 * 1024, 'x'), "x.png")).error().action ==
        api_action::fix_request);
}
