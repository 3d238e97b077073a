// Deliveries whose answer was lost, on the real binary: listed as unknown, and decided from the command line.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("lost answers leave unknown deliveries, which are settled by hand, one sent again and the others taken as sent") {
  bot_and_platform w;
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone desk = enrol(w, "en");
  const json batch =
      w.sandbox->order("/sandbox/v1/phones/batch", {{"count", 6}, {"spoke", true}, {"language", "en"}, {"text", "help"}, {"openids", true}});
  const json lost = {{"kind", "timeout_after_commit"}, {"path", "/cgi-bin/message/custom/send"}, {"times", 3}, {"ms", 1}};
  w.sandbox->order("/sandbox/v1/faults", lost);
  desk.say("/send e0");
  desk.say("yes");
  const auto newest = [&] { return w.ledger({"push", "list", "--limit", "1"}).front(); };
  REQUIRE(wait_for_change(*w.sandbox, [&] { return newest().at("state") == "done"; }));
  const json push = newest();
  INFO(push.dump());
  CHECK(push.at("sent") == 4);
  REQUIRE(push.at("unknown") == 3);
  const std::string id = push.at("id").dump();
  std::string one;
  for (const json& row : w.ledger({"push", "show", id, "--state", "unknown"}))
    if (row.contains("openid")) one = row.at("openid");
  REQUIRE_FALSE(one.empty());

  CHECK(w.run({"push", "settle", id, "--as", "sent", "--all"}).code == 2);  // no terminal, and no --yes
  CHECK(newest().at("unknown") == 3);
  const auto again = w.run({"push", "settle", id, "--as", "resend", "--openid", one, "--yes"});
  INFO(again.out << again.err);
  CHECK(again.code == 0);
  CHECK(contains(again.out, "sent 1, failed 0, unknown 0"));
  const auto rest = w.run({"push", "settle", id, "--as", "sent", "--all", "--yes"});
  INFO(rest.out << rest.err);
  CHECK(rest.code == 0);
  CHECK(contains(rest.out, "2 settled as sent"));
  json first;
  for (const json& known : w.ledger({"push", "list"}))
    if (known.at("id") == push.at("id")) first = known;
  CHECK(first.at("unknown") == 0);
  CHECK(first.at("sent") == 6);
  CHECK(first.at("failed") == 1);
  // Nobody but who was sent to again has it twice: the lost answers were of messages that had arrived.
  const json received = w.sandbox->ask("/sandbox/v1/stats?first=" + batch.at("first").dump() + "&last=" + batch.at("last").dump() + "&contains=Issue%20%3C0%3E").at("received");
  INFO(received.dump());
  CHECK(received.at("2+").get<int>() <= 1);  // none when it was the desk's own phone that was sent to again
  CHECK(received.at("0") == 0);
  const auto none = w.run({"push", "settle", id, "--as", "sent", "--all", "--yes"});
  CHECK(none.code == 1);
  CHECK(contains(none.err, "unknown"));
  CHECK(bot->stop() == 0);
}
