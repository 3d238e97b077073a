// The same day with each kind of account, whose settings say what it is: readers are answered, the desk works, the digest goes out by
// whatever way there is, and nothing is tried that the platform would refuse.
#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

struct kind_row {
  const char* profile;   // at the platform
  const char* settings;  // of the account
  const char* mode;
  const char* way;       // by which the digest reaches readers; empty: by none
};

const kind_row kinds[] = {{"service", "kind = \"service\"\n", "safe", "custom"},
                          {"sandbox", "kind = \"test\"\nmode = \"plain\"\n", "plain", "custom"},
                          {"subscription", "kind = \"subscription\"\nmode = \"compatible\"\n", "compatible", "mass"},
                          {"unverified_service", "kind = \"service\"\nverified = false\n", "safe", ""},
                          {"unverified_subscription", "kind = \"subscription\"\nverified = false\n", "safe", ""},
                          {"personal", "kind = \"personal\"\n", "safe", ""}};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string with_inserted(std::string text, const std::string& behind, const std::string& what) {
  const std::size_t at = text.find(behind);
  REQUIRE(at != std::string::npos);
  return text.insert(at + behind.size(), what);
}

struct day {
  explicit day(const kind_row& kind) {
    const std::string settings = w.folder.file("depeche.toml");
    std::string text = with_inserted(read_file(settings), "name = \"main\"\n", kind.settings);
    write_file(settings, with_inserted(std::move(text), "window = \"14d\"\n", "ways = [\"customer_message\", \"mass_send\"]\n"));
    w.sandbox->order("/sandbox/v1/account", {{"profile", kind.profile}, {"mode", kind.mode}});
    bot = w.serve();
    w.wait_until_it_answers();
  }
  std::string phone(const std::string& name) {
    return "/sandbox/v1/phones/" + w.sandbox->order("/sandbox/v1/phones", {{"language", "en"}, {"name", name}}).at("phone").dump();
  }
  std::string follower(const std::string& name) {
    const std::string who = phone(name);
    CHECK(w.sandbox->order(who + "/follow", json::object()).at("outcome") == "replied");
    return who;
  }
  std::string say(const std::string& who, const std::string& words) {
    const json done = w.sandbox->order(who + "/say", {{"text", words}});
    INFO(words << ": " << done.dump());
    REQUIRE(done.at("outcome") == "replied");
    return done.at("reply").at("content").get<std::string>();
  }
  // By the code of an invitation, or where there are no codes by its word.
  std::string editor() {
    const auto invited = w.run({"admin", "invite"});
    INFO(invited.err);
    REQUIRE(invited.code == 0);
    const std::size_t link = invited.out.find("http://weixin.qq.com/"), word = invited.out.find("desk-");
    if (link == std::string::npos) {
      const std::string who = follower("Desk");
      say(who, invited.out.substr(word, invited.out.find_first_of(" \n", word) - word));
      return who;
    }
    const std::string who = phone("Desk");
    w.sandbox->order(who + "/scan", {{"code", invited.out.substr(link, invited.out.find('\n', link) - link)}});
    return who;
  }
  std::size_t received(const std::string& who, const std::string& way) {
    std::size_t n = 0;
    const json there = w.sandbox->ask(who);
    for (const json& m : there.at("messages"))
      if (m.value("way", "") == way && contains(m.value("content", ""), "Issue <0>")) ++n;
    return n;
  }
  bot_and_platform w;
  std::unique_ptr<program> bot;
};

}  // namespace

TEST_CASE("with every kind of account readers are answered, the desk works, and nothing is tried that the platform refuses") {
  for (const kind_row& kind : kinds) {
    INFO(kind.profile);
    day d(kind);
    CHECK(d.w.sandbox->order("/sandbox/v1/verify", json::object()).at("ok") == true);
    const auto checked = d.w.run({"check"});
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);

    const std::string lea = d.follower("Léa"), paul = d.follower("Paul"), gone = d.follower("Anna");
    const std::string digest = d.say(lea, "digest");
    CHECK(contains(digest, "\n1. "));
    const std::string first = digest.substr(digest.find("\n1. ") + 4);
    CHECK(d.say(lea, "1").starts_with(first.substr(0, first.find('\n'))));
    CHECK(contains(d.say(lea, "help"), "digest"));
    CHECK_FALSE(contains(d.say(lea, "/status"), "Issue"));
    d.say(paul, "stop");
    d.say(gone, "hello");
    CHECK(d.w.sandbox->order(gone + "/unfollow", json::object()).at("outcome") == "acknowledged");

    const std::string desk = d.editor();
    CHECK(contains(d.say(desk, "/status"), "Issue <0>"));
    CHECK(contains(d.say(desk, "/preview"), first.substr(0, first.find('\n'))));
    CHECK(contains(d.say(desk, "/stats"), "Followers: 3 · left: 1"));
    CHECK(contains(d.say(desk, "/draft"), "is in the account’s drafts: send"));
    CHECK(contains(d.say(desk, "/draft"), "already"));

    const std::string way = kind.way;
    const std::string question = d.say(desk, "/send");
    INFO(question);
    d.say(desk, "yes");
    if (!way.empty()) {
      REQUIRE(wait_for_change(*d.w.sandbox, [&] { return d.received(lea, way) == 1; }));
    }
    CHECK(d.received(gone, "custom") + d.received(gone, "mass") == 0);
    CHECK(d.received(paul, "custom") == 0);
    CHECK(d.bot->stop() == 0);

    const json calls = d.w.sandbox->ask("/sandbox/v1/stats").at("calls");
    for (const auto& [path, counted] : calls.items()) {
      INFO(path << counted.dump());
      CHECK_FALSE(counted.at("errors").contains("48001"));
    }
    if (way.empty()) CHECK(d.received(lea, "custom") + d.received(lea, "mass") == 0);
  }
}
