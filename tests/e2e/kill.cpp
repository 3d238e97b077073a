// kill -9 at random instants of a push to 5,000 phones, twenty times: the books balance, nobody gets it twice, and who got nothing is
// listed as unknown.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

#include <csignal>

#include <random>
#include <set>

using namespace e2e;

namespace {

constexpr int phones_in_a_round = 5'000;
constexpr int kills = 20;

}  // namespace

TEST_CASE("kill -9 in the middle of a push, twenty times: the books balance and nobody gets it twice") {
  bot_and_platform w(kills);
  std::mt19937 chance(20261123);
  auto bot = w.serve();
  w.wait_until_it_answers();
  const phone desk = enrol(w, "en");

  std::int64_t total_unknown = 0, interrupted_midway = 0;
  for (int round = 0; round < kills; ++round) {
    INFO("round " << round);
    // Others each time: whoever has the news from one edition is not sent it again by another.
    const json batch = w.sandbox->order("/sandbox/v1/phones/batch", {{"count", phones_in_a_round}, {"spoke", true}, {"language", "en"}, {"text", "help"}});
    CHECK(batch.at("answered") == batch.at("pushes"));
    const auto first = batch.at("first").get<std::int64_t>(), last = batch.at("last").get<std::int64_t>();
    const std::string masthead = "Issue <" + std::to_string(round) + ">";
    const std::string stats = "/sandbox/v1/stats?first=" + std::to_string(first) + "&last=" + std::to_string(last) + "&contains=Issue%20%3C" +
                              std::to_string(round) + "%3E";
    desk.act("say", {{"text", "/send e" + std::to_string(round)}});
    const json asked = desk.act("say", {{"text", "yes"}});
    INFO(asked.dump());
    REQUIRE(contains(asked.at("reply").at("content").get<std::string>(), "going out"));
    // A random instant: after a random number of phones have it.
    const int until = std::uniform_int_distribution<int>(0, phones_in_a_round - 1)(chance);
    for (int got = 0; got < until;) got = phones_in_a_round - w.sandbox->ask(stats).at("received").at("0").get<int>();
    bot->kill_now();
    bot = w.serve();
    w.wait_until_it_answers();
    json push;
    for (int i = 0; i < 600; ++i) {
      push = w.ledger({"push", "list", "--limit", "1"}).front();
      if (push.at("state") == "done") break;
    }
    REQUIRE(push.at("state") == "done");
    REQUIRE(push.at("edition") == "e" + std::to_string(round));

    const json received = w.sandbox->ask(stats).at("received");
    INFO(received.dump() << " " << push.dump());
    CHECK(received.at("2+") == 0);
    CHECK(push.at("planned") == 0);
    CHECK(push.at("intent") == 0);
    // The admin and earlier phones whose window is closed stand beside the 5,000.
    CHECK(push.at("failed") == 0);
    // Who has none is listed as unknown, by name.
    std::set<std::string> unknown;
    for (const json& row : w.ledger({"push", "show", std::to_string(push.at("id").get<int>()), "--state", "unknown", "--limit", "5000"}))
      if (row.contains("openid")) unknown.insert(row.at("openid"));
    CHECK(static_cast<std::int64_t>(unknown.size()) == push.at("unknown").get<std::int64_t>());
    CHECK(received.at("0").get<std::size_t>() <= unknown.size());
    CHECK(unknown.size() <= 512);
    // Phones without the message, by openid: each must be among the unknown.
    if (received.at("0") != 0) {
      const json missing = w.sandbox->ask(stats + "&missing=true").at("missing");
      for (const json& openid : missing) CHECK(unknown.count(openid.get<std::string>()) == 1);
    }
    total_unknown += push.at("unknown").get<std::int64_t>();
    interrupted_midway += push.at("unknown").get<std::int64_t>() > 0;
  }
  WARN(kills << " kills, " << interrupted_midway << " with rows at intent, " << total_unknown << " deliveries unknown in all");
  // The kills did fall into the middle of sends: otherwise this proves nothing.
  CHECK(interrupted_midway >= kills / 4);
  CHECK(bot->stop() == 0);
}
