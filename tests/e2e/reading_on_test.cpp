// A reader goes on where the first message ended, on the real binary, and asks for Traditional Chinese.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <utility>
#include <vector>

using namespace e2e;

namespace {

// Other settings, and an issue composed by them as if there had been none.
void begin_anew(const bot_and_platform& w, const std::vector<std::pair<std::string, std::string>>& changes) {
  for (const auto& [from, to] : changes) w.change_settings(from, to);
  for (const std::string end : {"", "-wal", "-shm"}) std::filesystem::remove(w.folder.file("depeche.db" + end));
  const auto composed = w.run({"digest", "compose", "--edition", "e0", "--fetch"});
  INFO(composed.err);
  REQUIRE(composed.code == 0);
}

phone follower(const bot_and_platform& w, const std::string& language) {
  phone made(*w.sandbox, language);
  made.follow();
  return made;
}

std::string last_on(const phone& who) { return who.messages().back().at("content").get<std::string>(); }

}  // namespace

TEST_CASE("what of a digest did not fit follows on request, each item once and under its number") {
  bot_and_platform w;
  begin_anew(w, {{"/newspaper/en/", "/newspaper/fr/"}, {"language = \"en\"", "language = \"fr\""}, {"window = \"14d\"", "window = \"14d\"\nitems = 20"}});
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone lea = follower(w, "fr");
  std::string all = lea.say("résumé");
  INFO(all);
  REQUIRE(contains(all, "envoyez «"));
  for (std::string part = all; contains(part, "envoyez «");) {
    part = lea.say("suite");
    CHECK(part.size() <= 2048);
    CHECK(part.starts_with("Issue <0> (suite)\n"));
    all += "\n" + part;
  }
  int number = 1;
  for (;; ++number) {
    const std::string line = "\n" + std::to_string(number) + ". ";
    const std::size_t at = all.find(line);
    if (at == std::string::npos) break;
    CHECK(all.find(line, at + 1) == std::string::npos);
    // The number opens the item that stands under it.
    const std::string title = all.substr(at + line.size(), all.find('\n', at + line.size()) - at - line.size());
    CHECK(lea.say(std::to_string(number)).starts_with(title));
  }
  CHECK(number > 8);
  CHECK(contains(lea.say("suite"), "C’était tout"));
  CHECK(bot->stop() == 0);
}

TEST_CASE("a reader asks for Traditional Chinese and gets it in chat, in pushes and behind links") {
  bot_and_platform w;
  begin_anew(w, {{"/newspaper/en/rss.xml", "/newspaper/zh/atom.xml"}, {"language = \"en\"", "language = \"zh\""}});
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone xiaoyu = follower(w, "zh_CN"), plain = follower(w, "zh_CN");
  plain.say("帮助");
  CHECK(contains(xiaoyu.say("繁體"), "以後我們用中文交流"));
  const std::string digest = xiaoyu.say("今日");
  INFO(digest);
  CHECK(contains(digest, "今日要聞"));
  const std::size_t link = digest.find("/d/");
  REQUIRE(link != std::string::npos);
  const std::string path = digest.substr(link, digest.find('"', link) - link);
  CHECK(path.ends_with("?script=hant"));
  speaker door("https://127.0.0.1:" + std::to_string(w.port), w.folder.file("sandbox-cert.pem"));
  CHECK(contains(door.get(path).body, "<html lang=\"zh-Hant\""));
  CHECK(w.run({"digest", "send", "--edition", "e0"}).code == 0);
  REQUIRE(wait_for_change(*w.sandbox, [&] { return contains(last_on(plain), "今日要闻"); }));
  CHECK(contains(last_on(xiaoyu), "今日要聞"));
  CHECK(contains(xiaoyu.say("简体"), "以后我们用中文交流"));
  CHECK(bot->stop() == 0);
}

TEST_CASE("a number and more mean the issue that came last, and what was left out of it for its reader doesn't shift the rest") {
  bot_and_platform w(2);
  const std::string settings = w.folder.file("depeche.toml");
  begin_anew(w, {{"/newspaper/en/", "/newspaper/fr/"}, {"language = \"en\"", "language = \"fr\""}, {"window = \"14d\"", "window = \"14d\"\nitems = 20"}});
  std::string text = read_file(settings);
  text.replace(text.find("items = 20"), 10, "items = 1");  // of the first edition: its readers know one of the other's
  write_file(settings, text);
  CHECK(w.run({"digest", "compose", "--edition", "e0"}).code == 0);
  CHECK(w.run({"digest", "compose", "--edition", "e1"}).code == 0);
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone lea = follower(w, "fr");
  CHECK(contains(lea.say("résumé"), "Issue <0>"));
  CHECK(w.run({"digest", "send", "--edition", "e0"}).code == 0);
  CHECK(w.run({"digest", "send", "--edition", "e1"}).code == 0);
  REQUIRE(wait_for_change(*w.sandbox, [&] { return contains(last_on(lea), "Issue <1>"); }));
  std::string all = last_on(lea);
  INFO(all);
  REQUIRE(contains(all, "envoyez «"));
  for (std::string part = all; contains(part, "envoyez «");) {
    part = lea.say("suite");
    CHECK(part.starts_with("Issue <1> (suite)\n"));
    all += "\n" + part;
  }
  const json items = json::parse(w.run({"digest", "preview", "--edition", "e1", "--as", "json"}).out).at("items");
  std::size_t told = 0;
  for (std::size_t number = 1; number <= items.size(); ++number) {
    const std::string line = "\n" + std::to_string(number) + ". ";
    const std::size_t at = all.find(line);
    if (at == std::string::npos) continue;
    ++told;
    CHECK(all.find(line, at + 1) == std::string::npos);
    CHECK(lea.say(std::to_string(number)).starts_with(items.at(number - 1).at("title").get<std::string>()));
  }
  CHECK(told == items.size() - 1);
  CHECK(bot->stop() == 0);
}
