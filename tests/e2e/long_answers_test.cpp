// Answers longer than a chat text, and answers that come too late on an account that may not write by itself.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
#include "e2e/slow_server.hpp"
#include "support/catch.hpp"

#include <filesystem>

using namespace e2e;

TEST_CASE("an answer longer than the platform takes comes in parts, one for each time that more is asked for") {
  bot_and_platform w;
  std::filesystem::create_directories(w.folder.file("texts/zh"));
  std::string help;
  for (int i = 1; i <= 120; ++i) help += "/命令" + std::to_string(i) + " – 编辑部可以这样说，每行一条，共一百二十条。\n";
  write_file(w.folder.file("texts/zh/chat_desk_help.mustache"), help);
  w.add_tables("[templates]\nfolder = \"texts\"\n");
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone desk = enrol(w, "zh_CN");
  desk.say("中文");
  std::string all;
  const std::string hint = "……发送“更多”查看其余内容。";
  for (std::string part = desk.say("/help");; part = desk.say("更多")) {
    CHECK(part.size() <= 2048);
    all += part;
    if (!part.ends_with(hint)) break;
    all.resize(all.size() - hint.size());
  }
  CHECK(all + "\n" == help);
  CHECK_FALSE(contains(desk.say("更多"), "/命令"));  // then it is the digest's word again
  CHECK(bot->stop() == 0);
}

TEST_CASE("an answer that takes longer than five seconds is kept for who asks, where the account may not write by itself") {
  bot_and_platform w;
  w.add_setting("name = \"main\"\n", "kind = \"subscription\"\nverified = false\n");
  w.sandbox->order("/sandbox/v1/account", {{"profile", "personal"}});
  const auto bot = w.serve();
  w.wait_until_it_answers();
  const phone desk = enrol(w, "fr", invitation::word);
  desk.say("français");
  slow_server slow;
  CHECK(contains(desk.say(slow.address + "/neige"), "Envoyez « suite » dans un instant"));
  std::string body;
  for (int i = 0; i < 10; ++i) body += "<p>La neige est tombée toute la nuit sur la ville, et les bus ne circulent plus, paragraphe " + std::to_string(i) + ".</p>";
  slow.answer("<html lang=fr><head><title>La neige arrête les bus</title></head><body><article><h1>La neige arrête les bus</h1>" + body + "</article></body></html>");
  // When it is ready, a word brings it; until then the word is answered for itself.
  std::string late;
  CHECK(wait_for_change(*w.sandbox, [&] { return contains(late = desk.say("suite"), "Gardé"); }));
  CHECK(contains(late, "La neige arrête les bus"));
  const json calls = w.sandbox->ask("/sandbox/v1/stats").at("calls");
  CHECK_FALSE(calls.contains("/cgi-bin/message/custom/send"));
  CHECK(bot->stop() == 0);
}
