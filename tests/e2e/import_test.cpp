// Followers from before the bot's time are taken over from the platform, and an import that was killed goes on.
#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("every follower of the platform is imported, tags and all, by pages, killed in the middle, the import goes on") {
  constexpr int followers = 23'000;  // three pages
  bot_and_platform w;
  const json batch =
      w.sandbox->order("/sandbox/v1/phones/batch", {{"count", followers}, {"events", false}, {"language", "fr"}, {"openids", true}});
  const std::string first = batch.at("openids").front(), last = batch.at("openids").back();
  const std::string token = w.sandbox->order("/cgi-bin/stable_token", {{"grant_type", "client_credential"},
                                                                       {"appid", "wx0123456789abcdef"},
                                                                       {"secret", "sandbox-secret"}}).at("access_token");
  const json tag = w.sandbox->order("/cgi-bin/tags/create?access_token=" + token, {{"tag", {{"name", "老读者"}}}});
  w.sandbox->order("/cgi-bin/tags/members/batchtagging?access_token=" + token,
                   {{"openid_list", {first}}, {"tagid", tag.at("tag").at("id")}});

  // The fault stops it in the second page: what was finished stays.
  w.sandbox->order("/sandbox/v1/faults", {{"path", "/cgi-bin/user/info/batchget"}, {"kind", "-1"}, {"after", 150}, {"times", 100000}});
  const auto cut = w.run({"subscribers", "import"});
  CHECK(cut.code == 1);
  INFO(cut.err);
  CHECK(contains(cut.err, "run the import again"));
  w.sandbox->exchange("DELETE", "/sandbox/v1/faults");

  const auto done = w.run({"subscribers", "import"});
  INFO(done.err << done.out);
  REQUIRE(done.code == 0);
  CHECK(contains(done.out, "Gone on where it had stopped"));
  CHECK(contains(done.out, std::to_string(followers) + " followers"));

  const auto shown = w.run({"subscribers", "show", first});
  INFO(shown.out);
  CHECK(contains(shown.out, "follows"));
  CHECK(contains(shown.out, "老读者"));
  CHECK(w.run({"subscribers", "show", last}).code == 0);
  CHECK(w.run({"subscribers", "show", "oNobody"}).code == 1);

  // Again: nobody is new.
  const auto again = w.run({"subscribers", "import"});
  CHECK(contains(again.out, ": 0 new, " + std::to_string(followers) + " known, 0 back"));
}

TEST_CASE("an import whose place the platform does not know any more begins anew, instead of failing for ever") {
  constexpr int followers = 10'400;  // two pages
  bot_and_platform w;
  w.sandbox->order("/sandbox/v1/phones/batch", {{"count", followers}, {"events", false}});
  w.sandbox->order("/sandbox/v1/faults", {{"path", "/cgi-bin/user/info/batchget"}, {"kind", "-1"}, {"after", 101}, {"times", 100000}});
  REQUIRE(w.run({"subscribers", "import"}).code == 1);
  w.sandbox->exchange("DELETE", "/sandbox/v1/faults");

  // The openid that the first page ended with is nobody's now.
  w.sandbox->order("/sandbox/v1/faults", {{"path", "/cgi-bin/user/get"}, {"kind", "40003"}, {"times", 1}});
  const auto done = w.run({"subscribers", "import"});
  INFO(done.err << done.out);
  REQUIRE(done.code == 0);
  CHECK_FALSE(contains(done.out, "Gone on"));
  CHECK(contains(done.out, std::to_string(followers) + " followers"));
}
