#include "commands/desk/issue_meant.hpp"

namespace depeche {

task<issue_meant> compose_meant(command_parts& with, const command_call& call, phrase when_empty) {
  issue_meant meant;
  meant.of = edition_meant(with, call);
  if (!meant.of) {
    meant.refusal = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
    co_return meant;
  }
  auto fresh = co_await with.board.refresh(*meant.of);
  const auto composed = fresh.value();
  if (composed->items.empty()) meant.refusal = say(when_empty, call.language, masthead(*meant.of));
  else meant.issue = composed;
  co_return meant;
}

void ask_for_yes(command_parts& with, const command_call& call, const issue_meant& meant, bool publish) {
  with.talks.with(call.who.id).ask(pending_send{publish, meant.of->name, meant.issue->day, with.time.now() + patience_for_yes});
}

}  // namespace depeche
