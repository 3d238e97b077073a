// Scene codes from the command line: permanent and temporary ones, their ends, and the account's budget.
#include "e2e/bot_and_platform.hpp"
#include "e2e/demo_bot.hpp"
#include "e2e/phone.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("codes are made for good or for days, listed with their ends, and counted against the account's budget") {
  bot_and_platform w;
  const auto lasting = w.run({"codes", "create", "kiosque"});
  INFO(lasting.err << lasting.out);
  REQUIRE(lasting.code == 0);
  CHECK(contains(lasting.out, "permanent"));
  const auto brief = w.run({"codes", "create", "salon-2026", "--days", "2"});
  INFO(brief.err << brief.out);
  REQUIRE(brief.code == 0);
  CHECK(contains(brief.out, "until "));

  const auto listed = w.run({"codes", "list"});
  CHECK(contains(listed.out, "kiosque"));
  CHECK(contains(listed.out, "salon-2026"));
  CHECK(contains(listed.err, "1 of 100000 permanent codes used; 1 temporary, 0 ended"));
  const auto soon = w.run({"codes", "list", "--ending", "3", "--json"});
  CHECK(contains(soon.out, "salon-2026"));
  CHECK_FALSE(contains(soon.out, "kiosque"));
  CHECK(w.run({"codes", "list", "--ending", "1"}).out.empty());

  // A scan of either leads here: both are known at the platform.
  CHECK(phone(*w.sandbox, "fr").scan_scene("salon-2026").at("following") == true);

  // Made anew, it has another end and another ticket, and is still one code.
  const auto again = w.run({"codes", "create", "salon-2026", "--days", "30"});
  REQUIRE(again.code == 0);
  CHECK(again.out != brief.out);
  CHECK(contains(w.run({"codes", "list"}).err, "1 temporary"));
  // A permanent one needs no temporary one.
  CHECK(w.run({"codes", "create", "kiosque", "--days", "3"}).out == lasting.out);
  CHECK(w.run({"codes", "create", "kiosque", "--days", "31"}).code == 2);
  CHECK(w.run({"codes", "list", "--account", "nobody"}).code == 2);
}

TEST_CASE("the desk is told once a day which temporary codes end within three days, by the clock of the day") {
  demo_bot d;
  const phone editor = d.editor("fr");
  editor.say("français");
  const auto alarms = [&] { return editor.told("prennent fin", "custom"); };
  // A command beside the demo, on its database and its platform.
  write_file(d.folder.file("depeche.toml"), "[server]\nlisten = \"127.0.0.1:0\"\ntls = false\npublic_url = \"https://news.example.org\"\n"
                                            "operations_listen = \"\"\n"
                                            "[database]\nurl = \"sqlite:data/demo.db\"\n"
                                            "[[account]]\nname = \"demo\"\napp_id = \"wxdemo000000000001\"\napp_secret = \"demo-secret-of-no-worth\"\n"
                                            "original_id = \"gh_demo00000001\"\ntoken = \"demotoken\"\n"
                                            "encoding_aes_key = \"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\"\napi_base = \"" +
                                                d.addresses.at("platform").get<std::string>() + "\"\napi_ca = \"data/cert.pem\"\n"
                                            "[[source]]\nname = \"s\"\nurl = \"https://news.example.org/rss\"\n"
                                            "[[edition]]\nname = \"e\"\naccount = \"demo\"\nlanguage = \"fr\"\nschedule = \"0 8 * * *\"\n");
  for (const auto& [scene, days] : {std::pair{"salon-livre", "5"}, {"festival", "30"}}) {
    const auto made = run_to_end({"codes", "create", scene, "--days", days, "--config", d.folder.file("depeche.toml")});
    INFO(made.err);
    REQUIRE(made.code == 0);
  }
  const auto a_day_later = [&] { d.sandbox.order("/sandbox/v1/clock", {{"advance", "24h"}}); };
  a_day_later();       // four days left
  editor.say("aide");  // and whoever may be written to goes on being so
  a_day_later();       // three days less a moment
  REQUIRE(wait_for_change(d.sandbox, [&] { return alarms().size() == 1; }));
  CHECK(contains(alarms()[0], "1 code(s)"));
  CHECK(contains(alarms()[0], "salon-livre ("));
  CHECK_FALSE(contains(alarms()[0], "festival"));
  CHECK(contains(alarms()[0], "codes create"));

  d.sandbox.order("/sandbox/v1/clock", {{"advance", "2h"}});
  editor.say("aide");
  CHECK(alarms().size() == 1);  // not twice a day
  d.sandbox.order("/sandbox/v1/clock", {{"advance", "22h"}});
  REQUIRE(wait_for_change(d.sandbox, [&] { return alarms().size() == 2; }));

  // Made anew, it lasts; the next day is quiet about it. (Commands have the machine's clock: its end is counted from there.)
  REQUIRE(run_to_end({"codes", "create", "salon-livre", "--days", "30", "--config", d.folder.file("depeche.toml")}).code == 0);
  editor.say("aide");
  a_day_later();
  editor.say("aide");
  a_day_later();
  editor.say("résumé");
  CHECK(alarms().size() == 2);
  CHECK(d.process.stop() == 0);
}
