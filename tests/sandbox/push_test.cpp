// Pushing: the bot sees what the platform would send, and the phone shows what the platform would make of the answer.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

#include "base/text.hpp"
#include "sandbox/account.hpp"
#include "wechat/message_crypto.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/reply.hpp"
#include "wechat/signature.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

std::string new_phone(world& w) { return w.post("phones", {{"language", "fr"}})["phone"].dump(); }

std::string parameter(const http_request& request, std::string_view name) { return query_value(request.query, name).value_or(""); }

// A bot that repeats what was said, in the given mode.
world::answerer echo(push_mode mode) {
  return [mode](http_request request) -> task<http_response> {
    seeded_random random(1);
    const auto key = wechat::parse_aes_key(test_key).value();
    std::string clear = request.body;
    const auto envelope = wechat::parse_envelope(request.body).value();
    if (mode != push_mode::plain) {
      const auto expected = wechat::message_signature("testtoken", parameter(request, "timestamp"), parameter(request, "nonce"), envelope.encrypt);
      if (!wechat::signature_matches(expected, parameter(request, "msg_signature"))) co_return text_response(403, "");
      clear = wechat::decrypt_message(key, "wx0123456789abcdef", envelope.encrypt).value();
    }
    const auto message = wechat::parse_message(clear).value();
    const auto reply = wechat::write_text_reply(message, {"vous avez dit " + message.content}, 1'700'000'000);
    if (mode == push_mode::plain) co_return text_response(200, reply);
    const auto sealed = wechat::encrypt_message(key, "wx0123456789abcdef", reply, random);
    const auto signature = wechat::message_signature("testtoken", "1700000000", "77", sealed);
    co_return text_response(200, wechat::write_encrypted(sealed, signature, "1700000000", "77"));
  };
}

}  // namespace

TEST_CASE("signatures are of the real time where the bot has a clock of its own, of the sandbox's where it shares it") {
  for (const bool real : {true, false}) {
    INFO(real);
    auto options = test_options();
    options.sign_in_real_time = real;
    world w(options);
    w.start_bot("success");
    w.answer_verification([&](http_request request) -> task<http_response> {
      w.pushed.push_back(request);
      co_return text_response(200, parameter(request, "echostr"));
    });
    const auto phone = new_phone(w);
    w.time.shift(26h);
    w.post("phones/" + phone + "/follow");
    CHECK(w.post("verify")["ok"] == true);
    REQUIRE(w.pushed.size() == 2);
    const auto now = to_unix_seconds(system_clock().now());
    for (const auto& request : w.pushed) CHECK((std::abs(std::stoll(parameter(request, "timestamp")) - now) < 60) == real);
    CHECK(wechat::parse_message(w.pushed[0].body)->create_time > now + 25 * 3600);
  }
}

TEST_CASE("in every mode the bot can verify the push, and its reply is on the phone when the act returns") {
  for (const auto& [mode, words] : {std::pair{push_mode::plain, "plain"}, {push_mode::compatible, "compatible"}, {push_mode::safe, "safe"}}) {
    INFO(words);
    world w(test_options(words));
    w.start_bot(echo(mode));
    const auto phone = new_phone(w);
    w.post("phones/" + phone + "/follow");
    const auto done = w.post("phones/" + phone + "/say", {{"text", "今日 ]]> <b>"}});
    CHECK(done["outcome"] == "replied");
    CHECK(done["reply"]["text"] == "vous avez dit 今日 ]]> <b>");
    CHECK(w.get("phones/" + phone)["messages"].back()["text"] == "vous avez dit 今日 ]]> <b>");
    const auto& request = w.pushed.back();
    CHECK(parameter(request, "signature") == wechat::url_signature("testtoken", parameter(request, "timestamp"), parameter(request, "nonce")));
    CHECK(parameter(request, "openid") == w.get("phones/" + phone)["openid"].get<std::string>());
    CHECK((request.body.find("今日") == std::string::npos) == (mode == push_mode::safe));
    CHECK((parameter(request, "encrypt_type") == "aes") == (mode != push_mode::plain));
  }
}

TEST_CASE("following, scanning and leaving are the events that the platform sends") {
  world w;
  w.start_bot("success");
  const auto phone = new_phone(w);
  const auto event = [&] { return wechat::parse_message(w.pushed.back().body).value(); };
  CHECK(w.post("phones/" + phone + "/scan", {{"scene", "metro-2"}})["outcome"] == "acknowledged");
  CHECK(event().event == "subscribe");
  CHECK(event().event_key == "qrscene_metro-2");
  CHECK(!event().ticket.empty());
  w.post("phones/" + phone + "/scan", {{"scene", "poster"}});
  CHECK(event().event == "scan");
  CHECK(event().event_key == "poster");
  w.post("phones/" + phone + "/click", {{"key", "today"}});
  CHECK(event().event == "click");
  w.post("phones/" + phone + "/unfollow");
  CHECK(event().event == "unsubscribe");
  w.post("phones/" + phone + "/follow");
  CHECK(event().event == "subscribe");
  CHECK(event().event_key.empty());
  CHECK(w.post("phones/" + phone + "/follow")["outcome"] == "not_pushed");
  CHECK(w.pushed.size() == 5);
  // Events of one person never share their second.
  std::vector<std::int64_t> times;
  for (const auto& one : w.pushed) times.push_back(wechat::parse_message(one.body).value().create_time);
  CHECK(std::adjacent_find(times.begin(), times.end(), std::greater_equal<>()) == times.end());
  w.post("phones/" + phone + "/say", {{"text", "a"}});
  CHECK(event().msg_id > (std::int64_t{1} << 53));
  w.post("phones/" + phone + "/unfollow");
  CHECK(w.ask("POST", "/sandbox/v1/phones/" + phone + "/say", R"({"text":"a"})").status == 409);
  CHECK(w.ask("POST", "/sandbox/v1/phones/99/say", R"({"text":"a"})").status == 404);
}

TEST_CASE("a slow bot gets the same message three times, then the person sees the notice") {
  world w;
  asio::steady_timer never(w.executor(), asio::steady_timer::time_point::max());
  w.start_bot([&never](http_request) -> task<http_response> {
    boost::system::error_code ignored;
    co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    co_return text_response(200, "success");
  });
  const auto phone = new_phone(w);
  const auto done = w.post("phones/" + phone + "/follow");
  CHECK(done["outcome"] == "failed");
  CHECK(done["deliveries"] == 3);
  REQUIRE(w.pushed.size() == 3);
  CHECK(w.pushed[0].body == w.pushed[2].body);
  CHECK(w.get("phones/" + phone)["messages"].back()["from"] == "notice");
  CHECK(w.get("stats")["pushes"]["retries"] == 2);
  never.cancel();
}

TEST_CASE("a bot that is slow once is asked again and its answer counts") {
  world w;
  asio::steady_timer never(w.executor(), asio::steady_timer::time_point::max());
  int asked = 0;
  w.start_bot([&](http_request request) -> task<http_response> {
    boost::system::error_code ignored;
    if (++asked == 1) co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const auto reply = wechat::write_text_reply(wechat::parse_message(request.body).value(), {"bienvenue"}, 1);
    co_return text_response(200, reply);
  });
  const auto done = w.post("phones/" + new_phone(w) + "/follow");
  CHECK(done["deliveries"] == 2);
  CHECK(done["reply"]["text"] == "bienvenue");
  never.cancel();
}

TEST_CASE("an ordered loss of the answer makes the platform push again") {
  world w;
  w.start_bot("success");
  w.post("faults", {{"kind", "timeout_after_commit"}, {"path", "push"}, {"times", 2}});
  const auto done = w.post("phones/" + new_phone(w) + "/follow");
  CHECK(done["outcome"] == "acknowledged");
  CHECK(done["deliveries"] == 3);
  CHECK(w.pushed.size() == 3);
}

TEST_CASE("an answer that is no reply shows the notice, and is not asked for again") {
  const std::string head = "<xml><ToUserName><![CDATA[wrong]]></ToUserName><FromUserName><![CDATA[gh_0123456789ab]]></FromUserName>"
                           "<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[x]]></Content></xml>";
  for (const std::string& body : {std::string("{\"errcode\":0}"), std::string("<html>oops</html>"), head, std::string(300'000, 'x')}) {
    world w;
    w.start_bot(body);
    const auto phone = new_phone(w);
    const auto done = w.post("phones/" + phone + "/follow");
    CHECK(done["outcome"] == (body.size() > 100'000 ? "failed" : "bad_reply"));
    CHECK(w.get("phones/" + phone)["messages"].back()["text"] == "该公众号提供的服务出现故障，请稍后再试");
  }
  world w;
  w.start_bot([](http_request) -> task<http_response> { co_return text_response(500, "success"); });
  CHECK(w.post("phones/" + new_phone(w) + "/follow")["outcome"] == "bad_reply");
  CHECK(w.pushed.size() == 1);
}

TEST_CASE("in safe mode a clear reply, a forged signature and another account's key are no replies") {
  world w(test_options("safe"));
  w.start_bot([](http_request request) -> task<http_response> {
    const auto key = wechat::parse_aes_key(test_key).value();
    const auto envelope = wechat::parse_envelope(request.body).value();
    const auto message = wechat::parse_message(wechat::decrypt_message(key, "wx0123456789abcdef", envelope.encrypt).value()).value();
    seeded_random random(3);
    const auto reply = wechat::write_text_reply(message, {"x"}, 1);
    if (message.content == "clear") co_return text_response(200, reply);
    const bool foreign = message.content == "foreign";
    const auto sealed = wechat::encrypt_message(key, foreign ? "wxffffffffffffffff" : "wx0123456789abcdef", reply, random);
    const auto signature = wechat::message_signature(message.content == "forged" ? "other" : "testtoken", "1", "2", sealed);
    co_return text_response(200, wechat::write_encrypted(sealed, signature, "1", "2"));
  });
  const auto phone = new_phone(w);
  w.post("phones/" + phone + "/follow");
  for (const char* words : {"clear", "forged", "foreign"}) {
    INFO(words);
    CHECK(w.post("phones/" + phone + "/say", {{"text", words}})["outcome"] == "bad_reply");
  }
  CHECK(w.post("phones/" + phone + "/say", {{"text", "right"}})["outcome"] == "replied");
}

TEST_CASE("five thousand follow, each once, several at a time, and each person's pushes stay in order") {
  auto options = test_options();
  options.reply_limit = 120s;  // a bot is never late here, however busy the machine is
  world w(options);
  int at_once = 0;
  int most_at_once = 0;
  w.start_bot([&, answer = echo(push_mode::plain)](http_request request) -> task<http_response> {
    most_at_once = std::max(most_at_once, ++at_once);
    const auto loop = co_await asio::this_coro::executor;
    co_await asio::post(loop, asio::use_awaitable);
    auto replied = co_await answer(std::move(request));
    --at_once;
    co_return replied;
  });
  const auto done = w.post("phones/batch", {{"count", 5000}, {"spoke", true}, {"text", "bonjour"}});
  CHECK(done["answered"] == 10000);
  CHECK(w.pushed.size() == 10000);
  CHECK(most_at_once > 1);
  CHECK(w.get("stats?contains=dit%20bonjour")["received"] == json({{"0", 0}, {"1", 5000}, {"2+", 0}, {"min", 1}, {"max", 1}}));
  std::map<std::string, std::vector<std::string>> order;
  for (const auto& request : w.pushed) {
    const auto message = wechat::parse_message(request.body).value();
    order[message.from_user].push_back(message.msg_type);
  }
  CHECK(order.size() == 5000);
  CHECK(std::all_of(order.begin(), order.end(), [](const auto& one) { return one.second == std::vector<std::string>{"event", "text"}; }));
  const auto phone = w.get("phones/5000");
  CHECK(w.send_text(phone["openid"], "dans la fenêtre") == 0);
  CHECK(w.get("phones")["phones"].empty());  // quiet ones are not on the shelf
}

TEST_CASE("the verification succeeds only when the echostr comes back bare") {
  world w;
  std::string mode = "right";
  w.answer_verification([&](http_request request) -> task<http_response> {
    const auto signature = wechat::url_signature("testtoken", parameter(request, "timestamp"), parameter(request, "nonce"));
    if (signature != parameter(request, "signature")) co_return text_response(403, "");
    if (mode == "quoted") co_return text_response(200, "\"" + parameter(request, "echostr") + "\"");
    co_return text_response(200, parameter(request, "echostr"));
  });
  w.start_bot("success");
  CHECK(w.post("verify")["ok"] == true);
  mode = "quoted";
  CHECK(w.post("verify")["ok"] == false);
  w.post("account", {{"token", "another"}});
  const auto wrong = w.post("verify");
  CHECK(wrong["ok"] == false);
  CHECK(wrong["error"].get<std::string>().find("403") != std::string::npos);
}

TEST_CASE("a page of another site cannot drive the sandbox") {
  world w;
  const http_headers foreign{{"Host", "127.0.0.1:9443"}, {"Origin", "https://evil.example"}};
  const http_headers own{{"Host", "127.0.0.1:9443"}, {"Origin", "https://127.0.0.1:9443"}};
  CHECK(w.ask("POST", "/sandbox/v1/phones", "{}", foreign).status == 403);
  CHECK(w.ask("POST", "/sandbox/v1/phones", "{}", own).status == 200);
}

TEST_CASE("the clock moves by durations, to a time, and to the next eight o'clock somewhere") {
  world w;
  const auto before = w.time.now();
  w.post("clock", {{"advance", "3h30m"}});
  CHECK(w.time.now() - before >= 3h + 30min);
  CHECK(w.time.now() - before < 3h + 31min);
  CHECK(w.post("clock", {{"to", "2026-11-24T08:00:00+01:00"}})["now"] == "2026-11-24T07:00:00Z");
  CHECK(w.post("clock", {{"next", "08:00"}, {"zone", "Europe/Paris"}})["now"] == "2026-11-25T07:00:00Z");
  CHECK(w.post("clock", {{"next", "08:00"}, {"zone", "Asia/Shanghai"}})["now"] == "2026-11-26T00:00:00Z");
  for (const char* bad : {R"({"advance":"3"})", R"({"advance":"99999999999999d"})", R"({"advance":"h"})", R"({"to":"soon"})",
                          R"({"next":"08:00","zone":"Mars/Base"})", "{}"})
    CHECK(w.ask("POST", "/sandbox/v1/clock", bad).status == 400);
}

TEST_CASE("a change wakes whoever waits for it") {
  world w;
  const std::uint64_t seen = w.get("changes?since=0")["version"];
  bool ended = false;
  w.begin("GET", "/sandbox/v1/changes?since=" + std::to_string(seen), "", ended);
  CHECK_FALSE(ended);
  const auto phone = new_phone(w);
  w.run_until([&] { return ended; });
  CHECK(w.get("changes?since=" + std::to_string(seen))["phones"] == json::array({std::stoi(phone)}));
}

TEST_CASE("options that make no sense are refused by name") {
  const auto refused = [](auto change) {
    auto options = test_options();
    change(options);
    try {
      world w(options);
    } catch (const failure& f) {
      return f.reason().where;
    }
    return std::string("accepted");
  };
  CHECK(refused([](auto& o) { o.mode = "loud"; }) == "mode");
  CHECK(refused([](auto& o) { o.profile = "royal"; }) == "profile");
  CHECK(refused([](auto& o) { o.aes_key = "short"; }) == "aes_key");
  CHECK(refused([](auto& o) { o.push_url = "ftp://x"; }) == "push_url");
  CHECK(refused([](auto& o) { o.token = ""; }) == "token");
  CHECK(refused([](auto& o) { o.push_url = "https://127.0.0.1:1/x", o.push_ca = "/no/such/file"; }) == "push_ca");
}
