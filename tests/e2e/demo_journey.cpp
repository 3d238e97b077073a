// The whole way on the demo's real binary: follow by scene, welcome, digest on demand, scheduled push by a moved clock, the desk, and
// leaving. The sandbox is driven by its control API over TLS.
#include "e2e/program.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

struct demo {
  demo()
      : process({"demo", "--json", "--data", folder.file("data"), "--phones", "127.0.0.1:0", "--pages", "127.0.0.1:0", "--webhook",
                 "127.0.0.1:0", "--platform", "127.0.0.1:0", "--operations", "127.0.0.1:0"}),
        addresses(json::parse(process.read_line())),
        sandbox(addresses.at("platform"), folder.file("data/cert.pem")),
        pages(addresses.at("pages"), "") {}

  int phone(const std::string& language) {
    return sandbox.order("/sandbox/v1/phones", {{"language", language}}).at("phone").get<int>();
  }
  json act(int who, const std::string& what, const json& with = json::object()) {
    return sandbox.order("/sandbox/v1/phones/" + std::to_string(who) + "/" + what, with);
  }
  // The text of the reply to what a phone says.
  std::string say(int who, const std::string& text) {
    const json done = act(who, "say", {{"text", text}});
    INFO(done.dump());
    REQUIRE_FALSE(done.at("reply").is_null());
    const std::string content = done.at("reply").at("content").get<std::string>();
    CHECK(content.size() <= 2048);
    return content;
  }
  // Messages from the account that came by themselves (not as a reply), newest last.
  std::vector<std::string> pushed(int who) {
    std::vector<std::string> texts;
    const json phone = sandbox.ask("/sandbox/v1/phones/" + std::to_string(who));
    for (const json& m : phone.at("messages"))
      if (m.value("way", "") != "" && m.value("way", "") != "reply" && m.at("kind") == "text") texts.push_back(m.at("content"));
    return texts;
  }
  // The editions' next hour.
  void move_clock_to_eight() { sandbox.order("/sandbox/v1/clock", {{"next", "08:00"}, {"zone", "Europe/Paris"}}); }

  temporary_folder folder;
  program process;
  json addresses;
  speaker sandbox;
  speaker pages;
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a reader scans, is welcomed, reads, gets the push once, and leaves") {
  demo d;
  const int fr = d.phone("fr"), en = d.phone("en"), zh = d.phone("zh_CN");
  const json code = {{"code", d.addresses.at("subscribe_code")}};
  const json welcome_fr = d.act(fr, "scan", code);
  REQUIRE_FALSE(welcome_fr.at("reply").is_null());
  CHECK(contains(welcome_fr.at("reply").at("content"), "Bienvenue"));
  CHECK(contains(welcome_fr.at("reply").at("content"), "/d/"));
  CHECK(contains(d.act(en, "scan", code).at("reply").at("content"), "Welcome"));
  CHECK(contains(d.act(zh, "scan", code).at("reply").at("content"), "欢迎"));

  const std::string digest_fr = d.say(fr, "résumé");
  CHECK(contains(digest_fr, "Le Matin"));
  CHECK(contains(digest_fr, "/d/"));
  CHECK(contains(d.say(en, "Digest"), "The Morning"));
  CHECK(contains(d.say(zh, "今日"), "早安要闻"));

  // An item, and its page.
  const std::string item = d.say(fr, "1");
  const std::size_t link = item.find("/a/");
  REQUIRE(link != std::string::npos);
  const std::string path = item.substr(link, item.find_first_of("\">\n ", link) - link);
  const auto page = d.pages.get(path);
  CHECK(page.status == 200);
  CHECK(contains(page.body, "Dernière mise à jour à "));
  CHECK(contains(page.body, "/qr/web."));
  CHECK(d.pages.get("/qr/web.png").body.substr(1, 3) == "PNG");
  CHECK(contains(d.pages.get("/").body, "<html"));

  // The edition's hour: the push arrives on every phone, once.
  const auto texts = [&](int who) { return d.pushed(who).size(); };
  CHECK(texts(fr) == 0);
  d.move_clock_to_eight();
  const bool arrived = wait_for_change(d.sandbox, [&] { return texts(fr) == 1 && texts(en) == 1 && texts(zh) == 1; });
  INFO(d.process.errors());
  REQUIRE(arrived);
  CHECK(contains(d.pushed(fr).front(), "Le Matin"));
  CHECK(contains(d.pushed(zh).front(), "早安要闻"));

  // One who opted out and one who left get nothing the next day.
  CHECK(contains(d.say(en, "stop"), "no more daily digest"));
  d.act(zh, "unfollow");
  d.say(fr, "résumé");
  d.move_clock_to_eight();
  REQUIRE(wait_for_change(d.sandbox, [&] { return texts(fr) == 2; }));
  CHECK(texts(en) == 1);
  CHECK(texts(zh) == 1);

  CHECK(d.process.stop() == 0);
}

TEST_CASE("an admin is made by a scan, and runs the desk from chat, others are refused") {
  demo d;
  const int reader = d.phone("en"), admin = d.phone("fr"), late = d.phone("fr");
  const json code = {{"code", d.addresses.at("subscribe_code")}};
  d.act(reader, "scan", code);
  d.say(reader, "digest");
  const json enrolled = d.act(admin, "scan", {{"code", d.addresses.at("admin_code")}});
  CHECK(contains(enrolled.at("reply").at("content"), "admin"));
  // The invitation works once.
  CHECK(contains(d.act(late, "scan", {{"code", d.addresses.at("admin_code")}}).at("reply").at("content"), "déjà servi"));

  CHECK(contains(d.say(reader, "/status"), "Sorry"));
  CHECK(contains(d.say(reader, "/send"), "Sorry"));
  CHECK(contains(d.say(reader, "yes"), "digest"));  // confirms nothing
  CHECK(contains(d.say(admin, "/status"), "matin"));
  CHECK(contains(d.say(admin, "/preview"), "Le Matin"));
  CHECK(contains(d.say(admin, "/preview nowhere"), "matin, morning, zaobao"));
  CHECK(contains(d.say(admin, "/qr metro-line-2"), "/s/metro-line-2"));
  CHECK(wait_for_change(d.sandbox, [&] {
    const json phone = d.sandbox.ask("/sandbox/v1/phones/" + std::to_string(admin));
    for (const json& m : phone.at("messages"))
      if (m.at("kind") == "image") return true;
    return false;
  }));
  CHECK(d.pages.get("/s/metro-line-2").status == 200);
  CHECK(d.pages.get("/s/no-such-scene").status == 404);

  // A follower by the poster's code, then the numbers.
  const int traveller = d.phone("zh_CN");
  d.act(traveller, "scan", {{"scene", "metro-line-2"}});
  CHECK(contains(d.say(admin, "/stats"), "metro-line-2: 1 / 1 / 1"));

  // /send asks, "oui" sends, once.
  CHECK(contains(d.say(admin, "/send morning"), "oui"));
  CHECK(contains(d.say(admin, "non"), "abandonné"));
  CHECK(d.pushed(reader).empty());
  CHECK(contains(d.say(admin, "/send morning"), "oui"));
  CHECK(contains(d.say(admin, "oui"), "The Morning"));
  REQUIRE(wait_for_change(d.sandbox, [&] { return d.pushed(reader).size() == 1; }));
  CHECK(contains(d.pushed(reader).front(), "The Morning"));
  d.say(admin, "/send morning");
  CHECK(contains(d.say(admin, "oui"), "déjà parti"));
  CHECK(d.pushed(reader).size() == 1);
  CHECK(d.process.stop() == 0);
}

TEST_CASE("forged, huge and hostile callbacks are refused over the wire, and counted") {
  demo d;
  std::string webhook = d.addresses.at("webhook");
  const std::string path = "/wechat/demo";
  speaker door(webhook.substr(0, webhook.size() - path.size()), d.folder.file("data/cert.pem"));
  CHECK(door.get(path + "?signature=00&timestamp=1&nonce=2&echostr=3").status == 403);
  CHECK(door.exchange("POST", path + "?signature=00&timestamp=1&nonce=2", "<xml></xml>").status == 403);
  CHECK(door.exchange("POST", path + "?encrypt_type=aes&msg_signature=0&timestamp=1&nonce=2", "not xml at all").status == 400);
  CHECK(door.exchange("POST", path + "?encrypt_type=aes", "<!DOCTYPE a [<!ENTITY b \"c\">]><xml><Encrypt>&b;</Encrypt></xml>").status == 400);
  CHECK(door.exchange("POST", path, std::string(10 << 20, 'x')).status == 413);
  CHECK(door.get("/wechat/nobody?signature=00").status == 404);
  speaker operations(d.addresses.at("operations"), "");
  const std::string metrics = operations.get("/metrics").body;
  CHECK(contains(metrics, "depeche_callback_refusals_total{account=\"demo\",reason=\"signature_mismatch\"} 2"));
  CHECK(contains(metrics, "reason=\"xml_malformed\"} 2"));
  CHECK(operations.get("/readyz").status == 200);
  CHECK_FALSE(contains(d.process.errors(), "not xml at all"));
  CHECK(d.process.stop() == 0);
}
