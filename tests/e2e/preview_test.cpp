// What the desk sees before, and what readers find after, an issue is published: on the real binary.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

// An address's path on its server.
std::string path_of(const std::string& address) {
  const std::size_t host = address.find("://");
  REQUIRE(host != std::string::npos);
  const std::size_t path = address.find('/', host + 3);
  REQUIRE(path != std::string::npos);
  return address.substr(path, address.find_last_not_of(" \n") + 1 - path);
}

}  // namespace

TEST_CASE("the secret page of a preview is served by the bot, whoever made its address") {
  bot_and_platform w;
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const auto link = w.run({"digest", "preview", "--edition", "e0", "--as", "link"});
  INFO(link.out << link.err);
  REQUIRE(link.code == 0);
  speaker door("https://127.0.0.1:" + std::to_string(w.port), w.folder.file("sandbox-cert.pem"));
  const auto page = door.get(path_of(link.out));
  CHECK(page.status == 200);
  CHECK(page.header("X-Robots-Tag") == "noindex, nofollow");
  CHECK(contains(page.body, "class=\"bubble\""));
  CHECK(contains(page.body, "Issue &lt;0&gt;"));
  CHECK(door.get(path_of(link.out) + "x").status == 404);
  CHECK(bot->stop() == 0);
}

TEST_CASE("an issue becomes a page of the account, once, and nobody is sent anything") {
  bot_and_platform w;
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone desk = enrol(w, "en"), reader(*w.sandbox, "en");
  reader.follow();
  const std::size_t messages = reader.messages().size();
  // An urgent item was asked about before: the yes is to the newer question.
  REQUIRE(contains(desk.say("/urgent 1"), "yes"));
  CHECK(contains(desk.say("/publish e0"), "Publish"));
  CHECK(contains(desk.say("yes"), "being published"));
  json push;
  REQUIRE(wait_for_change(*w.sandbox, [&] {
    push = w.ledger({"push", "list", "--limit", "1"}).front();
    return push.at("state") == "done";
  }));
  INFO(push.dump());
  CHECK(push.at("sent") == 0);
  CHECK(push.at("failed") == 0);
  CHECK(contains(desk.say("/publish e0"), "Publish"));
  const std::string before = desk.say("yes");
  INFO(before);
  REQUIRE(contains(before, "/s/"));
  const auto page = w.sandbox->exchange("GET", path_of(before.substr(before.find("http"))));
  CHECK(page.status == 200);
  CHECK(reader.messages().size() == messages);
  const auto again = w.run({"digest", "publish", "--edition", "e0"});
  CHECK(again.code == 1);
  CHECK(contains(again.err, "e0/"));
  const json calls = json::parse(w.sandbox->exchange("GET", "/sandbox/v1/stats").body).at("calls");
  CHECK(calls.at("/cgi-bin/freepublish/submit").at("calls") == 1);
  CHECK(calls.at("/cgi-bin/draft/add").at("calls") == 1);
  CHECK(bot->stop() == 0);
}
