// The flight recorder: callbacks are recorded while the bot serves, and replayed against another build, here the same one.
#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>

using namespace e2e;

namespace {

std::string recorded(const std::string& folder) {
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().extension() == ".jsonl") all += read_file(file.path().string());
  return all;
}

}  // namespace

TEST_CASE("a recording replays without a difference on the same build, and shows what a changed template changes") {
  bot_and_platform w;
  const std::string folder = w.folder.file("recording");
  std::string openid;
  {
    const auto bot = w.serve({"--record", folder});
    w.wait_until_it_answers();
    const json phone = w.sandbox->order("/sandbox/v1/phones", {{"language", "en"}});
    openid = phone.at("openid");
    const std::string path = "/sandbox/v1/phones/" + std::to_string(phone.at("phone").get<int>());
    w.sandbox->order(path + "/follow");
    for (const char* text : {"help", "digest", "1", "今日", "что?"}) w.sandbox->order(path + "/say", {{"text", text}});
    CHECK(bot->stop() == 0);
  }
  const std::string lines = recorded(folder);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 6);
  // Who it was is not in it.
  CHECK(lines.find(openid) == std::string::npos);
  CHECK(lines.find("今日") != std::string::npos);

  const auto same = w.run({"replay", folder, "--in-process"});
  INFO(same.out << same.err);
  CHECK(same.code == 0);
  CHECK(same.out.find("6 callbacks: 6 answered the same, 0 differently, 0 failed") != std::string::npos);

  // A running bot, over TLS.
  {
    const auto bot = w.serve();
    w.wait_until_it_answers();
    const auto wire = w.run({"replay", folder, "--against", "https://127.0.0.1:" + std::to_string(w.port) + "/wechat", "--ca",
                             w.folder.file("sandbox-cert.pem")});
    INFO(wire.out << wire.err);
    CHECK(wire.out.find("6 callbacks: ") != std::string::npos);
    CHECK(wire.out.find(" 0 failed") != std::string::npos);
    CHECK(bot->stop() == 0);
  }

  std::filesystem::create_directories(w.folder.file("templates/en"));
  write_file(w.folder.file("templates/en/chat_help.mustache"), "Ask away.");
  write_file(w.folder.file("depeche.toml"), read_file(w.folder.file("depeche.toml")) + "[templates]\nfolder = \"templates\"\n");
  const auto changed = w.run({"replay", folder});
  INFO(changed.out << changed.err);
  CHECK(changed.code == 1);
  CHECK(changed.out.find("1 differently") != std::string::npos);
  CHECK(changed.out.find("+ <Content><![CDATA[Ask away.") != std::string::npos);

  const auto nothing = w.run({"replay", w.folder.file("none")});
  CHECK(nothing.code == 1);
  CHECK(nothing.err.find("no such folder") != std::string::npos);
}
