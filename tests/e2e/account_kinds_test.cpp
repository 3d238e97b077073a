// The bot before accounts of each kind, of which it knows only what its settings say: people get their digest as a reply whatever
// the account may call, what is refused is asked once, and the platform's counters can be read and set back.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("whatever the kind of account, people are answered, and a call that it may not make is tried once") {
  bot_and_platform w;
  const auto bot = w.serve();
  w.wait_until_it_answers();
  std::int64_t refused_before = 0;
  for (const char* kind : {"service", "sandbox", "subscription", "unverified_service", "unverified_subscription", "personal"}) {
    INFO(kind);
    w.sandbox->order("/sandbox/v1/account", {{"profile", kind}});
    for (int person = 0; person < 2; ++person) {
      const phone reader(*w.sandbox, "zh_CN");
      CHECK(reader.follow().at("outcome") == "replied");
      const json said = reader.act("say", {{"text", "digest"}});
      CHECK(said.at("outcome") == "replied");
      CHECK(said.at("reply").at("way") == "reply");
      CHECK(reader.unfollow().at("outcome") == "acknowledged");
    }
  }
  const json stats = json::parse(w.sandbox->exchange("GET", "/sandbox/v1/stats").body);
  for (const auto& [path, counted] : stats.at("calls").items()) {
    INFO(path);
    // Once a path: from then on the bot knows, and does not ask again.
    CHECK(counted.at("errors").value("48001", 0) <= 1);
    refused_before += counted.at("errors").value("48001", 0);
  }
  CHECK(refused_before >= 1);
}

TEST_CASE("the platform's counters are shown, set back after a yes, ten times a month, and a call is looked up by its rid") {
  bot_and_platform w;
  const auto shown = w.run({"quotas", "show", "--json", "/cgi-bin/message/custom/send"});
  INFO(shown.err);
  REQUIRE(shown.code == 0);
  const json quota = json::parse(shown.out);
  CHECK(quota.at("daily_limit") == 500'000);
  CHECK(quota.at("remain") == 500'000);
  const auto table = w.run({"quotas", "show"});
  CHECK(table.code == 0);
  CHECK(contains(table.out, "/cgi-bin/message/mass/sendall"));
  CHECK(w.run({"quotas", "show", "/cgi-bin/none"}).code == 1);

  CHECK(w.run({"quotas", "clear"}).code == 2);  // no terminal, and no --yes
  CHECK(w.run({"quotas", "clear", "--yes", "--path", "/cgi-bin/user/get"}).out == "cleared\n");
  for (int i = 0; i < 10; ++i) CHECK(w.run({"quotas", "clear", "--yes"}).code == 0);
  const auto eleventh = w.run({"quotas", "clear", "--yes"});
  CHECK(eleventh.code == 1);
  CHECK(contains(eleventh.err, "48006"));
  const auto at = eleventh.err.find("rid ");
  REQUIRE(at != std::string::npos);
  const std::string rid = eleventh.err.substr(at + 4, 26);
  const auto looked = w.run({"quotas", "request", rid});
  INFO(eleventh.err << looked.out << looked.err);
  CHECK(looked.code == 0);
  CHECK(contains(looked.out, "/cgi-bin/clear_quota"));
  CHECK(w.run({"quotas", "show", "--account", "none"}).code == 2);
}
