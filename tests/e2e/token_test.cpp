// One account's token among the bot and the commands beside it: processes of their own, on one database.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

#include <sys/stat.h>

#include <algorithm>

using namespace e2e;

namespace {

std::int64_t tokens_asked(bot_and_platform& w) {
  const json calls = w.sandbox->ask("/sandbox/v1/stats").at("calls");
  return calls.contains("/cgi-bin/stable_token") ? calls.at("/cgi-bin/stable_token").at("calls").get<std::int64_t>() : 0;
}

}  // namespace

TEST_CASE("four commands at once and the bot after them ask the platform for one token") {
  bot_and_platform w;
  w.sandbox->order("/sandbox/v1/faults", {{"kind", "delay"}, {"ms", 400}, {"path", "/cgi-bin/stable_token"}});
  std::vector<std::unique_ptr<program>> at_once;
  for (const char* scene : {"est", "ouest", "nord", "sud"})
    at_once.push_back(std::make_unique<program>(
        std::vector<std::string>{"codes", "create", scene, "--config", w.folder.file("depeche.toml")}));
  for (const auto& one : at_once) {
    const int code = one->wait();
    INFO(one->errors());
    CHECK(code == 0);
  }
  CHECK(tokens_asked(w) == 1);

  const auto bot = w.serve();
  w.wait_until_it_answers();
  CHECK(phone(*w.sandbox, "zh").scan_scene("nord").at("outcome") == "replied");
  CHECK(tokens_asked(w) == 1);

  // Somebody who shares the secret and not the database renews by force: whoever is refused first asks, once, for all.
  w.sandbox->exchange("POST", "/cgi-bin/stable_token",
                      R"({"grant_type":"client_credential","appid":"wx0123456789abcdef","secret":"sandbox-secret","force_refresh":true})");
  CHECK(tokens_asked(w) == 2);
  for (const char* scene : {"sud-est", "sud-ouest"}) CHECK(w.run({"codes", "create", scene}).code == 0);
  CHECK(tokens_asked(w) == 3);
  const json calls = w.sandbox->ask("/sandbox/v1/stats").at("calls").at("/cgi-bin/qrcode/create");
  CHECK(calls.at("errors").at("40001") == 1);
  CHECK(bot->stop() == 0);
}

TEST_CASE("a database that everybody may read is called bad by check, with what to do") {
  bot_and_platform w;
  const std::string file = w.folder.file("depeche.db");
  CHECK(w.run({"check", "--offline"}).code == 0);
  REQUIRE(::chmod(file.c_str(), 0644) == 0);
  const auto open_to_all = w.run({"check", "--offline"});
  INFO(open_to_all.out << open_to_all.err);
  CHECK(open_to_all.code == 1);
  CHECK(contains(open_to_all.out, "chmod o-rwx " + file));
}
