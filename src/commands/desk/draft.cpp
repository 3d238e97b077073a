// "/draft [edition]": the issue in the account's draft box, for a person to send or publish in the console.
#include "base/log.hpp"
#include "commands/desk/issue_meant.hpp"

namespace depeche {

task<answer> desk_draft(command_parts& with, command_call call) {
  answer reply;
  const issue_meant meant = co_await compose_meant(with, call, phrase::publish_empty);
  if (!meant.issue) {
    reply.text = meant.refusal;
    co_return reply;
  }
  const auto left = co_await with.push.leave_draft(*meant.of, meant.issue);
  if (left.has_error()) reply.text = say(phrase::draft_failed, call.language, printable(to_line(left.error()), 300));
  else reply.text = say(*left ? phrase::draft_left : phrase::draft_there, call.language, masthead(*meant.of));
  co_return reply;
}

}  // namespace depeche
