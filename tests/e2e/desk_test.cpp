// The desk's words on the real binary: from the command line, and what editors are told unasked.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("what is held is listed, released and dropped from the command line") {
  bot_and_platform w;
  const json item = json::parse(w.run({"digest", "preview", "--edition", "e0", "--as", "json"}).out).at("items").at(0);
  const std::string title = item.at("title"), id = item.at("article").dump();
  CHECK(w.ledger({"digest", "held"}).empty());
  write_file(w.folder.file("words.txt"), title + " | not before noon\n");
  w.add_setting("name = \"main\"\n", "sensitive_words = \"words.txt\"\n");
  CHECK(w.run({"digest", "compose", "--edition", "e0"}).code == 0);
  const auto held = w.ledger({"digest", "held"});
  REQUIRE(held.size() == 1);
  CHECK(held[0].at("article").dump() == id);
  CHECK(held[0].at("reasons").at(0).at("note") == "not before noon");
  CHECK(contains(w.run({"digest", "held"}).out, id + " " + title));
  CHECK_FALSE(contains(w.run({"digest", "preview", "--edition", "e0"}).out, title));
  CHECK(w.run({"digest", "release", "99999"}).code == 1);
  CHECK(contains(w.run({"digest", "release", id}).out, "released " + id));
  CHECK(contains(w.run({"digest", "preview", "--edition", "e0"}).out, title));
  CHECK(w.ledger({"digest", "held"}).empty());
  CHECK(w.run({"digest", "release", id}).code == 1);
  CHECK(contains(w.run({"digest", "drop", id}).out, "dropped " + id));
  CHECK_FALSE(contains(w.run({"digest", "preview", "--edition", "e0"}).out, title));
  const auto again = w.run({"digest", "drop", id});
  CHECK(again.code == 1);
  CHECK(contains(again.err, "article list"));
  CHECK(w.run({"digest", "held", "--account", "nobody"}).code == 2);
}

TEST_CASE("an article is sent urgently from the command line, once, after its audience was counted") {
  bot_and_platform w;
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone reader(*w.sandbox, "en");
  reader.follow();
  reader.say("help");
  const json item = json::parse(w.run({"digest", "preview", "--edition", "e0", "--as", "json"}).out).at("items").at(1);
  const std::string title = item.at("title"), id = item.at("article").dump();
  CHECK(w.ledger({"digest", "urgent"}).empty());
  CHECK(w.run({"digest", "urgent", id}).code == 2);
  CHECK(w.run({"digest", "urgent", id, "--edition", "e9"}).code == 2);
  CHECK(w.run({"digest", "urgent", "99999", "--edition", "e0"}).code == 1);
  const auto counted = w.run({"digest", "urgent", id, "--edition", "e0", "--dry-run"});
  INFO(counted.err);
  CHECK(contains(counted.out, title));
  CHECK(contains(counted.out, "customer_message: 1"));
  CHECK(w.ledger({"digest", "urgent"}).empty());
  const auto sent = w.run({"digest", "urgent", id, "--edition", "e0", "--json"});
  INFO(sent.err);
  REQUIRE(sent.code == 0);
  CHECK(json::parse(sent.out).at("state") == "sent");
  REQUIRE(wait_for_change(*w.sandbox, [&] { return !reader.told("Breaking · Issue <0>").empty(); }));
  CHECK(reader.say("1").starts_with(title));
  CHECK(w.ledger({"digest", "urgent"}).at(0).at("by") == "command line");
  CHECK(w.run({"digest", "urgent", id, "--edition", "e0"}).code == 1);
  CHECK(bot->stop() == 0);
}

TEST_CASE("editors are told of what an urgent rule sent, and of what it proposes where an edition asks for approval") {
  for (const bool approval : {false, true}) {
    bot_and_platform w;
    w.add_setting("name = \"e0\"\n", std::string("urgent_keywords = [\"sawmill\"]\n") + (approval ? "approval = true\n" : ""));
    const auto bot = w.serve();
    w.wait_until_it_answers();
    const phone editor = enrol(w, "en"), reader(*w.sandbox, "en");
    reader.follow();
    reader.say("help");
    const std::string title = "Fire at the old sawmill";
    const std::string answer = editor.say("/write " + title + "\nThe old sawmill at Harrow Sound is on fire, and three brigades are fighting the flames.");
    INFO(answer);
    if (approval) {
      REQUIRE(wait_for_change(*w.sandbox, [&] { return !editor.told("The urgent rule of Issue <0> proposes: " + title).empty(); }));
      CHECK(reader.told(title).empty());
      editor.say("/urgent " + article_in(answer));
      CHECK(contains(editor.say("yes"), "Taken"));
      REQUIRE(wait_for_change(*w.sandbox, [&] { return !reader.told(title).empty(); }));
      CHECK(contains(editor.say("/approve e0"), "Approved: Issue <0>"));
      CHECK(contains(editor.say("/move 2 1 e0"), "doesn’t change any more"));
      CHECK(contains(editor.say("/unapprove e0"), "taken back"));
      CHECK(contains(editor.say("/unapprove e0"), "no approval"));
      CHECK(contains(reader.say("/approve e0"), "Sorry"));
      CHECK(contains(w.run({"digest", "approve", "--edition", "e0"}).out, "approved e0"));
      CHECK(contains(w.run({"digest", "unapprove", "--edition", "e0"}).out, "taken back"));
    } else {
      REQUIRE(wait_for_change(*w.sandbox, [&] { return !editor.told("Issue <0> sent by its urgent rule: " + title).empty(); }));
      CHECK(contains(editor.say("/approve e0"), "without approval"));
    }
    CHECK(bot->stop() == 0);
  }
}

TEST_CASE("text files on one event are summarised together, and one that is not there is named") {
  temporary_folder folder;
  write_file(folder.file("a.txt"), "Le barrage de Corrie a cédé vendredi soir après une semaine de pluie. Un chien aboyait au loin dans la vallée.\n");
  write_file(folder.file("b.txt"), "Le barrage de Corrie a cédé vendredi soir. Quarante habitants de Corrie ont été sauvés par des équipes en barque.\n");
  const auto both = run_to_end({"article", "summarise", folder.file("a.txt"), folder.file("b.txt"), "--max-words", "40"});
  INFO(both.err);
  REQUIRE(both.code == 0);
  const json told = json::parse(both.out);
  CHECK(told.at("docs").size() == told.at("summary").size());
  CHECK(contains(told.at("summary").dump(), "Quarante habitants"));
  const auto one = json::parse(run_to_end({"article", "summarise", folder.file("b.txt"), "--sentences", "1"}).out);
  CHECK(one.at("summary").at(0) == "Le barrage de Corrie a cédé vendredi soir.");
  const auto none = run_to_end({"article", "summarise", folder.file("c.txt")});
  CHECK(none.code == 1);
  CHECK(contains(none.err, "c.txt"));
}
