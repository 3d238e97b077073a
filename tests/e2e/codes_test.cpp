// Scene codes from the command line: permanent and temporary ones, their ends, and the account's budget.
#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("codes are made for good or for days, listed with their ends, and counted against the account's budget") {
  bot_and_platform w;
  const auto lasting = w.run({"codes", "create", "kiosque"});
  INFO(lasting.err << lasting.out);
  REQUIRE(lasting.code == 0);
  CHECK(lasting.out.find("permanent") != std::string::npos);
  const auto brief = w.run({"codes", "create", "salon-2026", "--days", "2"});
  INFO(brief.err << brief.out);
  REQUIRE(brief.code == 0);
  CHECK(brief.out.find("until ") != std::string::npos);

  const auto listed = w.run({"codes", "list"});
  CHECK(listed.out.find("kiosque") != std::string::npos);
  CHECK(listed.out.find("salon-2026") != std::string::npos);
  CHECK(listed.err.find("1 of 100000 permanent codes used; 1 temporary, 0 ended") != std::string::npos);
  const auto soon = w.run({"codes", "list", "--ending", "3", "--json"});
  CHECK(soon.out.find("salon-2026") != std::string::npos);
  CHECK(soon.out.find("kiosque") == std::string::npos);
  CHECK(w.run({"codes", "list", "--ending", "1"}).out.empty());

  // A scan of either leads here: both are known at the platform.
  const json phone = w.sandbox->order("/sandbox/v1/phones", {{"language", "fr"}});
  CHECK(phone.contains("phone"));
  CHECK(w.sandbox->order("/sandbox/v1/phones/" + phone.at("phone").dump() + "/scan", {{"scene", "salon-2026"}}).at("following") == true);

  // Made anew, it has another end and another ticket, and is still one code.
  const auto again = w.run({"codes", "create", "salon-2026", "--days", "30"});
  REQUIRE(again.code == 0);
  CHECK(again.out != brief.out);
  CHECK(w.run({"codes", "list"}).err.find("1 temporary") != std::string::npos);
  // A permanent one needs no temporary one.
  CHECK(w.run({"codes", "create", "kiosque", "--days", "3"}).out == lasting.out);
  CHECK(w.run({"codes", "create", "kiosque", "--days", "31"}).code == 2);
  CHECK(w.run({"codes", "list", "--account", "nobody"}).code == 2);
}

TEST_CASE("the desk is told once a day which temporary codes end within three days, by the clock of the day") {
  temporary_folder folder;
  program process({"demo", "--json", "--data", folder.file("data"), "--phones", "127.0.0.1:0", "--pages", "127.0.0.1:0", "--webhook", "127.0.0.1:0",
                   "--platform", "127.0.0.1:0", "--operations", "127.0.0.1:0"});
  const json addresses = json::parse(process.read_line());
  speaker sandbox(addresses.at("platform"), folder.file("data/cert.pem"));
  const std::string editor = "/sandbox/v1/phones/" + sandbox.order("/sandbox/v1/phones", {{"language", "fr"}}).at("phone").dump();
  sandbox.order(editor + "/scan", {{"code", addresses.at("admin_code")}});
  const auto say = [&](const std::string& words) { sandbox.order(editor + "/say", {{"text", words}}); };
  say("français");
  const auto alarms = [&] {
    std::vector<std::string> texts;
    const json phone = sandbox.ask(editor);
    for (const json& m : phone.at("messages"))
      if (m.value("way", "") == "custom" && m.value("content", "").find("prennent fin") != std::string::npos) texts.push_back(m.at("content"));
    return texts;
  };
  // A command beside the demo, on its database and its platform.
  write_file(folder.file("depeche.toml"), "[server]\nlisten = \"127.0.0.1:0\"\ntls = false\npublic_url = \"https://news.example.org\"\noperations_listen = \"\"\n"
                                          "[database]\nurl = \"sqlite:data/demo.db\"\n"
                                          "[[account]]\nname = \"demo\"\napp_id = \"wxdemo000000000001\"\napp_secret = \"demo-secret-of-no-worth\"\n"
                                          "original_id = \"gh_demo00000001\"\ntoken = \"demotoken\"\n"
                                          "encoding_aes_key = \"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\"\napi_base = \"" +
                                              addresses.at("platform").get<std::string>() + "\"\napi_ca = \"data/cert.pem\"\n"
                                          "[[source]]\nname = \"s\"\nurl = \"https://news.example.org/rss\"\n"
                                          "[[edition]]\nname = \"e\"\naccount = \"demo\"\nlanguage = \"fr\"\nschedule = \"0 8 * * *\"\n");
  for (const auto& [scene, days] : {std::pair{"salon-livre", "5"}, {"festival", "30"}}) {
    const auto made = run_to_end({"codes", "create", scene, "--days", days, "--config", folder.file("depeche.toml")});
    INFO(made.err);
    REQUIRE(made.code == 0);
  }
  const auto a_day_later = [&] { sandbox.order("/sandbox/v1/clock", {{"advance", "24h"}}); };
  a_day_later();  // four days left
  say("aide");    // and whoever may be written to goes on being so
  a_day_later();  // three days less a moment
  REQUIRE(wait_for_change(sandbox, [&] { return alarms().size() == 1; }));
  CHECK(alarms()[0].find("1 code(s)") != std::string::npos);
  CHECK(alarms()[0].find("salon-livre (") != std::string::npos);
  CHECK(alarms()[0].find("festival") == std::string::npos);
  CHECK(alarms()[0].find("codes create") != std::string::npos);

  sandbox.order("/sandbox/v1/clock", {{"advance", "2h"}});
  say("aide");
  CHECK(alarms().size() == 1);  // not twice a day
  sandbox.order("/sandbox/v1/clock", {{"advance", "22h"}});
  REQUIRE(wait_for_change(sandbox, [&] { return alarms().size() == 2; }));

  // Made anew, it lasts; the next day is quiet about it. (Commands have the machine's clock: its end is counted from there.)
  REQUIRE(run_to_end({"codes", "create", "salon-livre", "--days", "30", "--config", folder.file("depeche.toml")}).code == 0);
  say("aide");
  a_day_later();
  say("aide");
  a_day_later();
  say("résumé");
  CHECK(alarms().size() == 2);
  CHECK(process.stop() == 0);
}
