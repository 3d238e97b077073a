// The flight recorder: callbacks are recorded while the bot serves, and replayed against another build, here the same one.
#include "e2e/bot_and_platform.hpp"
#include "e2e/phone.hpp"
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
    const phone reader(*w.sandbox, "en");
    openid = w.sandbox->ask(reader.path()).at("openid");
    reader.follow();
    for (const char* text : {"help", "digest", "1", "今日", "что?"}) reader.say(text);
    CHECK(bot->stop() == 0);
  }
  const std::string lines = recorded(folder);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 6);
  // Who it was is not in it.
  CHECK_FALSE(contains(lines, openid));
  CHECK(contains(lines, "今日"));

  const auto same = w.run({"replay", folder, "--in-process"});
  INFO(same.out << same.err);
  CHECK(same.code == 0);
  CHECK(contains(same.out, "6 callbacks: 6 answered the same, 0 differently, 0 failed"));

  // A running bot, over TLS.
  {
    const auto bot = w.serve();
    w.wait_until_it_answers();
    const auto wire = w.run({"replay", folder, "--against", "https://127.0.0.1:" + std::to_string(w.port) + "/wechat", "--ca",
                             w.folder.file("sandbox-cert.pem")});
    INFO(wire.out << wire.err);
    CHECK(contains(wire.out, "6 callbacks: "));
    CHECK(contains(wire.out, " 0 failed"));
    CHECK(bot->stop() == 0);
  }

  std::filesystem::create_directories(w.folder.file("templates/en"));
  write_file(w.folder.file("templates/en/chat_help.mustache"), "Ask away.");
  w.add_tables("[templates]\nfolder = \"templates\"\n");
  const auto changed = w.run({"replay", folder});
  INFO(changed.out << changed.err);
  CHECK(changed.code == 1);
  CHECK(contains(changed.out, "1 differently"));
  CHECK(contains(changed.out, "+ <Content><![CDATA[Ask away."));

  const auto nothing = w.run({"replay", w.folder.file("none")});
  CHECK(nothing.code == 1);
  CHECK(contains(nothing.err, "no such folder"));
}
