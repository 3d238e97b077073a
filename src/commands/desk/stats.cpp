// "/stats": growth, and which code brought readers who stayed.
#include "commands/command.hpp"

namespace depeche {

task<answer> desk_stats(command_parts& with, command_call call) {
  const timestamp now = with.time.now();
  const timestamp week_ago = now - std::chrono::hours{24 * 7};
  auto counted = co_await with.subscribers.counts(call.who.account, now, week_ago);
  const auto people = counted.value();
  auto reported = co_await with.scenes.report(call.who.account, 12);
  const auto scenes = reported.value();
  auto stored = co_await with.articles.count();

  const std::string& language = call.language;
  std::string text = say(phrase::stats_readers, language, people.following, people.left) + "\n" +
                     say(phrase::stats_week, language, people.followed_since, people.left_since) + "\n" +
                     say(phrase::stats_articles, language, stored.value()) + "\n";
  if (!scenes.empty()) text += "\n" + say(phrase::stats_codes, language) + "\n";
  for (const auto& s : scenes) text += fmt::format("{}: {} / {} / {}\n", s.scene, s.scans, s.followers, s.still_here);
  answer reply;
  reply.text = std::move(text);
  co_return reply;
}

}  // namespace depeche
