// The guard on the real binary: a list of words holds an article back from every page and chat, SIGHUP reads it anew, an editor decides.
#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

#include <csignal>

#include <poll.h>

using namespace e2e;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct guarded {
  guarded() {
    const std::string settings = w.folder.file("depeche.toml");
    std::string text = read_file(settings);
    const std::string account = "name = \"main\"\n";
    text.insert(text.find(account) + account.size(), "sensitive_words = \"words.txt\"\n");
    write_file(settings, text);
    write_file(w.folder.file("words.txt"), "# nothing yet\n");
  }
  json first_item() {
    const auto shown = w.run({"digest", "preview", "--edition", "e0", "--as", "json"});
    INFO(shown.err);
    REQUIRE(shown.code == 0);
    return json::parse(shown.out).at("items").at(0);
  }
  std::string enrol() {
    const auto invited = w.run({"admin", "invite"});
    REQUIRE(invited.code == 0);
    const std::size_t link = invited.out.find("http://weixin.qq.com/");
    REQUIRE(link != std::string::npos);
    const std::string desk = phone();
    w.sandbox->order(desk + "/scan", {{"code", invited.out.substr(link, invited.out.find('\n', link) - link)}});
    return desk;
  }
  std::string phone() { return "/sandbox/v1/phones/" + w.sandbox->order("/sandbox/v1/phones", {{"language", "en"}}).at("phone").dump(); }
  std::string say(const std::string& who, const std::string& text) {
    const json done = w.sandbox->order(who + "/say", {{"text", text}});
    INFO(done.dump());
    REQUIRE_FALSE(done.at("reply").is_null());
    return done.at("reply").at("content").get<std::string>();
  }
  std::vector<std::string> told(const std::string& who) {
    std::vector<std::string> texts;
    const json phone_now = w.sandbox->ask(who);
    for (const json& m : phone_now.at("messages"))
      if (m.value("way", "") != "" && m.value("way", "") != "reply" && m.at("kind") == "text") texts.push_back(m.at("content"));
    return texts;
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
  const std::string desk = g.enrol(), reader = g.phone();
  g.w.sandbox->order(reader + "/follow", json::object());
  CHECK(contains(g.say(desk, "/held"), "Nothing is held"));
  CHECK(contains(g.say(reader, "digest"), title));
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
  REQUIRE(wait_for_change(*g.w.sandbox, [&] { return !g.told(desk).empty(); }));
  const std::string alarm = g.told(desk).back();
  INFO(alarm);
  CHECK(contains(alarm, "not before noon"));
  CHECK(contains(alarm, "in the title"));
  CHECK(contains(alarm, "/release " + id));
  CHECK(pages.get("/a/" + id).status == 404);
  for (const std::string page : {"/en/", "/feed.xml", "/feed.json", "/d/1"}) CHECK_FALSE(contains(pages.get(page).body, title));
  CHECK(contains(g.say(reader, "1"), "withdrawn"));  // by the number in the digest that this reader has
  CHECK_FALSE(contains(g.say(reader, "digest"), title));
  CHECK(contains(g.say(desk, "/held"), id + ". " + title));
  const auto why = g.w.run({"digest", "preview", "--edition", "e0", "--why"});
  CHECK(contains(why.out, "! held"));
  CHECK(contains(why.out, "not before noon"));
  CHECK_FALSE(contains(why.out.substr(0, why.out.find("Why (")), title));
  CHECK(contains(g.say(reader, "/release " + id), "Sorry"));
  CHECK(g.told(desk).size() == 1);

  CHECK(contains(g.say(desk, "/release " + id), "Released: " + title));
  CHECK(pages.get("/a/" + id).status == 200);
  CHECK(contains(pages.get("/en/").body, title));
  CHECK(contains(g.say(reader, "digest"), title));
  CHECK(contains(g.say(desk, "/release " + id), "not held"));
  CHECK(contains(g.say(desk, "/held"), "Nothing is held"));
  CHECK(bot->stop() == 0);
}
