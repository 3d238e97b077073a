// The whole way on the demo's real binary: follow by scene, welcome, digest on demand, scheduled push by a moved clock, the desk, and
// leaving. The sandbox is driven by its control API over TLS.
#include "e2e/demo_bot.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("a reader scans, is welcomed, reads, gets the push once, and leaves") {
  demo_bot d;
  const phone fr(d.sandbox, "fr"), en(d.sandbox, "en"), zh(d.sandbox, "zh_CN");
  const std::string code = d.addresses.at("subscribe_code");
  const json welcome_fr = fr.scan(code);
  REQUIRE_FALSE(welcome_fr.at("reply").is_null());
  CHECK(contains(welcome_fr.at("reply").at("content"), "Bienvenue"));
  CHECK(contains(welcome_fr.at("reply").at("content"), "/d/"));
  CHECK(contains(en.scan(code).at("reply").at("content"), "Welcome"));
  CHECK(contains(zh.scan(code).at("reply").at("content"), "欢迎"));

  const std::string digest_fr = fr.say("résumé");
  CHECK(contains(digest_fr, "Le Matin"));
  CHECK(contains(digest_fr, "/d/"));
  CHECK(contains(en.say("Digest"), "The Morning"));
  CHECK(contains(zh.say("今日"), "早安要闻"));

  // An item, and its page.
  const std::string item = fr.say("1");
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
  const auto texts = [&](const phone& who) { return who.told().size(); };
  CHECK(texts(fr) == 0);
  d.clock_to("08:00");
  const bool arrived = wait_for_change(d.sandbox, [&] { return texts(fr) == 1 && texts(en) == 1 && texts(zh) == 1; });
  INFO(d.process.errors());
  REQUIRE(arrived);
  CHECK(contains(fr.told().front(), "Le Matin"));
  CHECK(contains(zh.told().front(), "早安要闻"));

  // One who opted out and one who left get nothing the next day, for which there is something new whatever the hour of the test.
  d.editor("fr").say("/write Le marché de la Vesprée change de place\nLe marché du samedi se tiendra désormais quai des Tanneurs, a annoncé la mairie de Valbrune.");
  CHECK(contains(en.say("stop"), "no more daily digest"));
  zh.unfollow();
  fr.say("résumé");
  d.clock_to("08:00");
  REQUIRE(wait_for_change(d.sandbox, [&] { return texts(fr) == 2; }));
  CHECK(texts(en) == 1);
  CHECK(texts(zh) == 1);

  CHECK(d.process.stop() == 0);
}

TEST_CASE("an admin is made by a scan, and runs the desk from chat, others are refused") {
  demo_bot d;
  const phone reader = d.reader("en"), admin(d.sandbox, "fr"), late(d.sandbox, "fr");
  reader.say("digest");
  const json enrolled = admin.scan(d.addresses.at("admin_code"));
  CHECK(contains(enrolled.at("reply").at("content"), "admin"));
  // The invitation works once.
  CHECK(contains(late.scan(d.addresses.at("admin_code")).at("reply").at("content"), "déjà servi"));

  CHECK(contains(reader.say("/status"), "Sorry"));
  CHECK(contains(reader.say("/send"), "Sorry"));
  CHECK(contains(reader.say("yes"), "digest"));  // confirms nothing
  CHECK(contains(admin.say("/status"), "matin"));
  CHECK(contains(admin.say("/preview"), "Le Matin"));
  CHECK(contains(admin.say("/preview nowhere"), "matin, morning, zaobao"));
  CHECK(contains(admin.say("/qr metro-line-2"), "/s/metro-line-2"));
  CHECK(wait_for_change(d.sandbox, [&] {
    const json messages = admin.messages();
    for (const json& m : messages)
      if (m.at("kind") == "image") return true;
    return false;
  }));
  CHECK(d.pages.get("/s/metro-line-2").status == 200);
  CHECK(d.pages.get("/s/no-such-scene").status == 404);

  // A follower by the poster's code, then the numbers.
  phone(d.sandbox, "zh_CN").scan_scene("metro-line-2");
  CHECK(contains(admin.say("/stats"), "metro-line-2: 1 / 1 / 1"));

  // /send asks, "oui" sends, once.
  CHECK(contains(admin.say("/send morning"), "oui"));
  CHECK(contains(admin.say("non"), "abandonné"));
  CHECK(reader.told().empty());
  CHECK(contains(admin.say("/send morning"), "oui"));
  CHECK(contains(admin.say("oui"), "The Morning"));
  REQUIRE(wait_for_change(d.sandbox, [&] { return reader.told().size() == 1; }));
  CHECK(contains(reader.told().front(), "The Morning"));
  admin.say("/send morning");
  CHECK(contains(admin.say("oui"), "déjà parti"));
  CHECK(reader.told().size() == 1);
  CHECK(d.process.stop() == 0);
}

TEST_CASE("forged, huge and hostile callbacks are refused over the wire, and counted") {
  demo_bot d;
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
