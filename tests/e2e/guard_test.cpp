// The guard on the real binary: a list of words holds an article back from every page and chat, SIGHUP reads it anew, an editor decides.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

#include <csignal>

#include <poll.h>

using namespace e2e;

namespace {

struct guarded {
  guarded() {
    w.add_setting("name = \"main\"\n", "sensitive_words = \"words.txt\"\n");
    write_file(w.folder.file("words.txt"), "# nothing yet\n");
  }
  json first_item() {
    const auto shown = w.run({"digest", "preview", "--edition", "e0", "--as", "json"});
    INFO(shown.err);
    REQUIRE(shown.code == 0);
    return json::parse(shown.out).at("items").at(0);
  }
  bot_and_platform w;
};

}  // namespace

TEST_CASE("a listed word holds an article before readers see it, the desk is told once, and releases it from chat") {
  guarded g;
  const json item = g.first_item();
  const std::string title = item.at("title"), id = item.at("article").dump();
  const auto bot = g.w.serve();
  g.w.wait_until_it_answers();
  const phone desk = enrol(g.w, "en"), reader(*g.w.sandbox, "en");
  reader.follow();
  CHECK(contains(desk.say("/held"), "Nothing is held"));
  CHECK(contains(reader.say("digest"), title));
  speaker pages("https://127.0.0.1:" + std::to_string(g.w.port), g.w.folder.file("sandbox-cert.pem"));
  REQUIRE(pages.get("/a/" + id).status == 200);
  REQUIRE(contains(pages.get("/en/").body, title));

  // A list that can't be read changes nothing; check names the line, and so does the log.
  write_file(g.w.folder.file("words.txt"), title + " | not before noon\n | no word\n");
  const auto checked = g.w.run({"check", "--offline"});
  CHECK(checked.code != 0);
  CHECK(contains(checked.out + checked.err, "words.txt:2"));
  bot->send_signal(SIGHUP);
  for (int i = 0; i < 2000 && !contains(bot->errors(), "words.txt:2"); ++i) ::poll(nullptr, 0, 10);  // the log has no event to wait for
  CHECK(contains(bot->errors(), "kept the old settings"));
  CHECK(pages.get("/a/" + id).status == 200);

  write_file(g.w.folder.file("words.txt"), title + " | not before noon\n");
  bot->send_signal(SIGHUP);
  REQUIRE(wait_for_change(*g.w.sandbox, [&] { return !desk.told().empty(); }));
  const std::string alarm = desk.told().back();
  INFO(alarm);
  CHECK(contains(alarm, "not before noon"));
  CHECK(contains(alarm, "in the title"));
  CHECK(contains(alarm, "/release " + id));
  CHECK(pages.get("/a/" + id).status == 404);
  for (const std::string page : {"/en/", "/feed.xml", "/feed.json", "/d/1"}) CHECK_FALSE(contains(pages.get(page).body, title));
  CHECK(contains(reader.say("1"), "withdrawn"));  // by the number in the digest that this reader has
  CHECK_FALSE(contains(reader.say("digest"), title));
  CHECK(contains(desk.say("/held"), id + ". " + title));
  const auto why = g.w.run({"digest", "preview", "--edition", "e0", "--why"});
  CHECK(contains(why.out, "! held"));
  CHECK(contains(why.out, "not before noon"));
  CHECK_FALSE(contains(why.out.substr(0, why.out.find("Why (")), title));
  CHECK(contains(reader.say("/release " + id), "Sorry"));
  CHECK(desk.told().size() == 1);

  CHECK(contains(desk.say("/release " + id), "Released: " + title));
  CHECK(pages.get("/a/" + id).status == 200);
  CHECK(contains(pages.get("/en/").body, title));
  CHECK(contains(reader.say("digest"), title));
  CHECK(contains(desk.say("/release " + id), "not held"));
  CHECK(contains(desk.say("/held"), "Nothing is held"));
  CHECK(bot->stop() == 0);
}
