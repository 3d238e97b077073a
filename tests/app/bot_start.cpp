// What comes between the opening of the port and the end of the start.
#include "app/bot.hpp"

#include "store/opened.hpp"
#include "support/catch.hpp"
#include "wechat/signature.hpp"

#include <boost/asio/thread_pool.hpp>

using namespace depeche;

namespace {

std::string settings(const scratch& folder) {
  return "[server]\nlisten = \"127.0.0.1:0\"\ntls = false\npublic_url = \"https://news.example.org\"\noperations_listen = \"\"\n"
         "[log]\nlevel = \"off\"\n[database]\nurl = \"sqlite:" + folder.path("a.db") +
         "\"\n[[account]]\nname = \"main\"\napp_id = \"wx0123456789abcdef\"\napp_secret = \"s\"\noriginal_id = \"gh_0123456789ab\"\n"
         "token = \"callbacktoken\"\nmode = \"plain\"\nkind = \"personal\"\napi_base = \"http://127.0.0.1:9\"\n"
         "[[source]]\nname = \"paper\"\nurl = \"http://127.0.0.1:9/rss\"\nlanguage = \"fr\"\n"
         "[[edition]]\nname = \"matin\"\naccount = \"main\"\nlanguage = \"fr\"\nschedule = \"0 8 * * *\"\n";
}

http_request callback(const manual_clock& time) {
  const std::string at = std::to_string(to_unix_seconds(time.now()));
  http_request request;
  request.method = "POST";
  request.path = "/wechat/main";
  request.query = "signature=" + wechat::url_signature("callbacktoken", at, "7") + "&timestamp=" + at + "&nonce=7&openid=oReader";
  request.body = "<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>oReader</FromUserName><CreateTime>" + at +
                 "</CreateTime><MsgType>text</MsgType><Content>aide</Content><MsgId>23892468385179204</MsgId></xml>";
  return request;
}

}  // namespace

TEST_CASE("a callback that comes before the bot has read its inbox waits, and is answered") {
  scratch folder;
  asio::io_context loop;
  asio::thread_pool pool(1);
  const manual_clock time{from_unix_seconds(1'764'460'800)};
  seeded_random random(1);
  auto b = bot::open(loop.get_executor(), pool.get_executor(), time, random, parse_config(settings(folder), folder.path("a.toml")).value()).value();
  std::optional<http_response> answered;
  asio::co_spawn(loop, b->routes().handle(callback(time)), [&](std::exception_ptr e, http_response r) {
    if (!e) answered = std::move(r);
  });
  loop.poll();
  CHECK_FALSE(answered);
  bool started = false;
  asio::co_spawn(loop, b->start(), [&](std::exception_ptr, result<void> r) { started = r.has_value(); });
  while (!answered) REQUIRE(loop.run_one() == 1);
  CHECK(started);
  CHECK(answered->status == 200);
  CHECK(answered->body.find("oReader") != std::string::npos);
  bool stopped = false;
  asio::co_spawn(loop, b->stop(), [&](std::exception_ptr) { stopped = true; });
  while (!stopped) REQUIRE(loop.run_one() == 1);
}
