// "subscribe", "unsubscribe", "language".
#include "base/localisation.hpp"
#include "commands/command.hpp"

namespace depeche {
namespace {

// The language that a word names, with its script where it names one; empty when none. Words are folded.
std::string_view language_named(std::string_view word) {
  if (word == "english" || word == "anglais" || word == "英文" || word == "en") return "en";
  if (word == "francais" || word == "french" || word == "法文" || word == "fr") return "fr";
  if (word.starts_with("繁體") || word.starts_with("繁体") || word == "traditional") return "zh-Hant";
  if (word.starts_with("简体") || word.starts_with("簡體") || word == "simplified") return "zh-Hans";
  if (word == "中文" || word == "汉语" || word == "chinese" || word == "chinois" || word == "zh") return "zh";
  return "";
}

}  // namespace

task<answer> subscribe(command_parts& with, command_call call) {
  auto kept = co_await with.subscribers.set_wants_digest(call.who.id, true);
  kept.value();
  answer reply;
  const auto next = call.reads ? with.calendar.next(*call.reads) : std::nullopt;
  if (!next) {
    reply.text = say(phrase::subscribed_no_time, call.language);
    co_return reply;
  }
  const std::string when = week_date(*next, call.reads->zone, call.language) + (call.language == "fr" ? " à " : " ") +
                           clock_time(*next, call.reads->zone, call.language);
  reply.text = say(phrase::subscribed, call.language, masthead(*call.reads), when);
  co_return reply;
}

task<answer> unsubscribe(command_parts& with, command_call call) {
  auto kept = co_await with.subscribers.set_wants_digest(call.who.id, false);
  kept.value();
  answer reply;
  reply.text = say(phrase::unsubscribed, call.language);
  co_return reply;
}

task<answer> choose_language(command_parts& with, command_call call) {
  answer reply;
  const std::string chosen(language_named(call.argument));
  if (chosen.empty()) {
    reply.text = say(phrase::language_question, call.language);
    co_return reply;
  }
  auto kept = co_await with.subscribers.set_language(call.who.id, chosen);
  kept.value();
  with.talks.with(call.who.id).shown.reset();
  reply.text = in_script(say(phrase::language_set, known_language(chosen)), script_of(chosen));
  co_return reply;
}

}  // namespace depeche
