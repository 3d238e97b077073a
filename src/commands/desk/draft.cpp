// "/draft [edition]": the issue in the account's draft box, for a person to send or publish in the console.
#include "base/log.hpp"
#include "commands/command.hpp"

namespace depeche {

task<answer> desk_draft(command_parts& with, command_call call) {
  answer reply;
  const edition* meant = edition_meant(with, call);
  if (!meant) {
    reply.text = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
    co_return reply;
  }
  auto fresh = co_await with.board.refresh(*meant);
  const auto composed = fresh.value();
  if (composed->items.empty()) {
    reply.text = say(phrase::publish_empty, call.language, masthead(*meant));
    co_return reply;
  }
  const auto left = co_await with.push.leave_draft(*meant, composed);
  if (left.has_error()) reply.text = say(phrase::draft_failed, call.language, printable(to_line(left.error()), 300));
  else reply.text = say(*left ? phrase::draft_left : phrase::draft_there, call.language, masthead(*meant));
  co_return reply;
}

}  // namespace depeche
