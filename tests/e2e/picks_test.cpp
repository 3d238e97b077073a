// Picks on the real binary: from an editor's phone and from the command line, seen in the preview and in what readers get.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("an editor moves, removes and picks items from chat, the preview and readers see it, and after the send it is too late") {
  bot_and_platform w;
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone desk = enrol(w, "en"), reader(*w.sandbox, "en");
  reader.follow();
  const auto items = [&] { return json::parse(w.run({"digest", "preview", "--edition", "e0", "--as", "json"}).out).at("items"); };
  const json before = items();
  REQUIRE(before.size() >= 4);
  const auto title = [&](std::size_t n) { return before.at(n - 1).at("title").get<std::string>(); };

  CHECK(contains(desk.say("/move"), "/move 3 1"));
  const std::string moved = desk.say("/move 3 1");
  CHECK(contains(moved, "Moved: " + title(3)));
  CHECK(contains(moved, "1. " + title(3) + "\n2. " + title(1)));
  CHECK(contains(desk.say("/remove 2 e0"), "\n1. " + title(3) + "\n2. " + title(2)));
  CHECK(contains(desk.say("/remove 99"), "no story 99"));
  CHECK(contains(desk.say("/pick 99999"), "no such article"));
  CHECK(contains(desk.say("/picks"), "1 ← " + title(3) + "\n− " + title(1)));
  const std::string preview = desk.say("/preview");
  CHECK(preview.find(title(3)) < preview.find(title(2)));
  CHECK_FALSE(contains(preview, title(1)));
  const auto why = w.run({"digest", "preview", "--edition", "e0", "--why"});
  CHECK(contains(why.out, "put at 1 by an editor"));
  CHECK(contains(why.out, "removed by an editor"));

  // The command line does the same to the same digest.
  const auto back = w.run({"digest", "undo", "--edition", "e0"});
  INFO(back.err);
  CHECK(back.code == 0);
  CHECK(contains(back.out, title(1)));
  CHECK(w.run({"digest", "pick", "--edition", "e0", "--article", before.at(0).at("article").dump(), "--place", "2"}).code == 0);
  CHECK(contains(w.run({"digest", "picks", "--edition", "e0", "--json"}).out, "\"by\":\"command line\""));
  CHECK(w.run({"digest", "move", "--edition", "e0", "--item", "77", "--place", "1"}).code == 2);
  CHECK(items().at(1).at("article") == before.at(0).at("article"));

  CHECK(contains(reader.say("/move 1 2"), "Sorry"));
  desk.say("/send e0");
  CHECK(contains(desk.say("yes"), "going out"));
  REQUIRE(wait_for_change(*w.sandbox, [&] { return w.ledger({"push", "list", "--limit", "1"}).front().at("state") == "done"; }));
  CHECK(contains(desk.say("/move 2 1"), "doesn’t change any more"));
  CHECK(contains(desk.say("/undo"), "doesn’t change any more"));
  CHECK(w.run({"digest", "undo", "--edition", "e0"}).code == 1);
  const std::string got = reader.say("digest");
  CHECK(got.find(title(3)) < got.find(title(1)));
  CHECK(bot->stop() == 0);
}
