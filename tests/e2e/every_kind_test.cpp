// The same day with each kind of account, whose settings say what it is: readers are answered, the desk works, the digest goes out by
// whatever way there is, and nothing is tried that the platform would refuse.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

struct kind_row {
  const char* profile;   // at the platform
  const char* settings;  // of the account
  const char* mode;
  const char* way;       // by which the digest reaches readers; empty: by none
  invitation desk;       // how editors come
};

const kind_row kinds[] = {{"service", "kind = \"service\"\n", "safe", "custom", invitation::code},
                          {"sandbox", "kind = \"test\"\nmode = \"plain\"\n", "plain", "custom", invitation::code},
                          {"subscription", "kind = \"subscription\"\nmode = \"compatible\"\n", "compatible", "mass", invitation::word},
                          {"unverified_service", "kind = \"service\"\nverified = false\n", "safe", "", invitation::word},
                          {"unverified_subscription", "kind = \"subscription\"\nverified = false\n", "safe", "", invitation::word},
                          {"personal", "kind = \"personal\"\n", "safe", "", invitation::word}};

// How often the digest came this way, in whatever kind of message.
std::size_t received(const phone& who, const std::string& way) {
  std::size_t n = 0;
  const json messages = who.messages();
  for (const json& m : messages)
    if (m.value("way", "") == way && contains(m.value("content", ""), "Issue <0>")) ++n;
  return n;
}

struct day {
  explicit day(const kind_row& kind) {
    w.add_setting("name = \"main\"\n", kind.settings);
    w.add_setting("window = \"14d\"\n", "ways = [\"customer_message\", \"mass_send\"]\n");
    w.sandbox->order("/sandbox/v1/account", {{"profile", kind.profile}, {"mode", kind.mode}});
    bot = w.serve();
    w.wait_until_it_answers();
  }
  phone follower() {
    const phone who(*w.sandbox, "en");
    CHECK(who.follow().at("outcome") == "replied");
    return who;
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

    const phone lea = d.follower(), paul = d.follower(), gone = d.follower();
    const std::string digest = lea.say("digest");
    CHECK(contains(digest, "\n1. "));
    const std::string first = digest.substr(digest.find("\n1. ") + 4);
    CHECK(lea.say("1").starts_with(first.substr(0, first.find('\n'))));
    CHECK(contains(lea.say("help"), "digest"));
    CHECK_FALSE(contains(lea.say("/status"), "Issue"));
    paul.say("stop");
    gone.say("hello");
    CHECK(gone.unfollow().at("outcome") == "acknowledged");

    const phone desk = enrol(d.w, "en", kind.desk);
    CHECK(contains(desk.say("/status"), "Issue <0>"));
    CHECK(contains(desk.say("/preview"), first.substr(0, first.find('\n'))));
    CHECK(contains(desk.say("/stats"), "Followers: 3 · left: 1"));
    CHECK(contains(desk.say("/draft"), "is in the account’s drafts: send"));
    CHECK(contains(desk.say("/draft"), "already"));

    const std::string way = kind.way;
    const std::string question = desk.say("/send");
    INFO(question);
    desk.say("yes");
    if (!way.empty()) {
      REQUIRE(wait_for_change(*d.w.sandbox, [&] { return received(lea, way) == 1; }));
    }
    CHECK(received(gone, "custom") + received(gone, "mass") == 0);
    CHECK(received(paul, "custom") == 0);
    CHECK(d.bot->stop() == 0);

    const json calls = d.w.sandbox->ask("/sandbox/v1/stats").at("calls");
    for (const auto& [path, counted] : calls.items()) {
      INFO(path << counted.dump());
      CHECK_FALSE(counted.at("errors").contains("48001"));
    }
    if (way.empty()) CHECK(received(lea, "custom") + received(lea, "mass") == 0);
  }
}
