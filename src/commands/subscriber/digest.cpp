// "digest", "résumé", "今日": the current digest, at once.
#include "commands/command.hpp"

namespace depeche {

task<answer> say_digest(command_parts& with, command_call call) {
  answer reply;
  const auto current = call.reads ? with.board.current(*call.reads) : nullptr;
  if (!current) {
    reply.text = say(phrase::no_digest_yet, call.language);
    co_return reply;
  }
  with.talks.with(call.who.id).shown = current;
  reply.text = with.board.current_text(*call.reads, with.templates, masthead(*call.reads), with.sites.of(call.reads->account));
  co_return reply;
}

}  // namespace depeche
