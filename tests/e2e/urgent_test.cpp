// Urgent news on the demo's real binary, with its clock moved: asked for in quiet hours, sent when they end, and left out of the digest.
#include "e2e/program.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct demo_night {
  demo_night()
      : process({"demo", "--json", "--data", folder.file("data"), "--phones", "127.0.0.1:0", "--pages", "127.0.0.1:0", "--webhook", "127.0.0.1:0",
                 "--platform", "127.0.0.1:0", "--operations", "127.0.0.1:0"}),
        addresses(json::parse(process.read_line())),
        sandbox(addresses.at("platform"), folder.file("data/cert.pem")) {}
  std::string phone(const std::string& code) {
    const std::string who = "/sandbox/v1/phones/" + sandbox.order("/sandbox/v1/phones", {{"language", "fr"}}).at("phone").dump();
    sandbox.order(who + "/scan", {{"code", addresses.at(code)}});
    return who;
  }
  std::string say(const std::string& who, const std::string& text) {
    const json done = sandbox.order(who + "/say", {{"text", text}});
    INFO(done.dump());
    REQUIRE_FALSE(done.at("reply").is_null());
    return done.at("reply").at("content").get<std::string>();
  }
  std::size_t received(const std::string& who, const std::string& words) {
    std::size_t n = 0;
    const json phone_now = sandbox.ask(who);
    for (const json& m : phone_now.at("messages"))
      if (m.value("way", "") != "" && m.value("way", "") != "reply" && m.at("kind") == "text" && contains(m.at("content"), words)) ++n;
    return n;
  }
  void clock_to(const std::string& time) { sandbox.order("/sandbox/v1/clock", {{"next", time}, {"zone", "Europe/Paris"}}); }

  temporary_folder folder;
  program process;
  json addresses;
  speaker sandbox;
};

std::string number_in(const std::string& answer) {
  const std::size_t at = answer.find("/drop ");
  REQUIRE(at != std::string::npos);
  return answer.substr(at + 6, answer.find_first_not_of("0123456789", at + 6) - at - 6);
}

}  // namespace

TEST_CASE("urgent news asked for at night waits for the morning, goes out once beside the digest, and the digest leaves it out") {
  demo_night d;
  const std::string editor = d.phone("admin_code"), reader = d.phone("subscribe_code");
  d.clock_to("23:00");
  const std::string title = "La scierie des Aubaines est en feu";
  const std::string id = number_in(d.say(editor, "/write " + title + "\nLes pompiers de trois communes luttent contre les flammes à la scierie des Aubaines."));
  d.say(reader, "aide");  // may be written to for two days
  CHECK(contains(d.say(editor, "/urgent"), "Rien d’urgent"));
  const std::string question = d.say(editor, "/urgent " + id);
  INFO(question);
  CHECK(contains(question, title));
  CHECK(contains(question, "Heures calmes"));
  CHECK(contains(question, "Par message : 2"));
  CHECK(contains(d.say(editor, "non"), "abandonné"));
  CHECK(contains(d.say(editor, "oui"), "rien à confirmer"));
  d.say(editor, "/urgent " + id);
  CHECK(contains(d.say(editor, "oui"), "C’est noté : " + title));
  CHECK(contains(d.say(editor, "/urgent"), "attend"));
  CHECK(d.received(reader, title) == 0);
  CHECK(contains(d.say(reader, "/urgent " + id), "Désolé"));

  d.clock_to("07:00");
  REQUIRE(wait_for_change(d.sandbox, [&] { return d.received(reader, title) > 0; }));
  CHECK(d.received(reader, "Urgent · Le Matin") == 1);
  CHECK(contains(d.say(editor, "/urgent"), "✓ " + title));
  CHECK(contains(d.say(editor, "/urgent " + id), "Impossible"));
  CHECK_FALSE(contains(d.say(editor, "/preview"), title));

  d.clock_to("08:00");
  REQUIRE(wait_for_change(d.sandbox, [&] { return d.received(reader, "Le Matin") == 2; }));
  CHECK(d.received(reader, title) == 1);
  CHECK(d.process.stop() == 0);
}
