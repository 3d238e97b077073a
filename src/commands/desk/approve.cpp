// "/approve [edition]": lets today's issue go out at its hour, as it is. "/unapprove [edition]": takes that back.
#include "base/log.hpp"
#include "commands/command.hpp"

namespace depeche {
namespace {

constexpr std::size_t title_bytes = 150;

answer no_such(const command_parts& with, const command_call& call) {
  answer reply;
  reply.text = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
  return reply;
}

}  // namespace

task<answer> desk_approve(command_parts& with, command_call call) {
  const edition* meant = edition_meant(with, call);
  if (!meant) co_return no_such(with, call);
  answer reply;
  const auto approved = co_await with.approvals.approve(*meant, call.who.openid);
  if (approved.has_error()) {
    reply.text = say(phrase::approval_refused, call.language, printable(to_line(approved.error()), 300));
    co_return reply;
  }
  with.talks.with(call.who.id).show(*approved, with.time.now());
  with.calendar.ring();
  reply.text = say(phrase::approval_given, call.language, masthead(*meant), meant->name);
  for (std::size_t i = 0; i < (*approved)->items.size(); ++i)
    reply.text += "\n" + std::to_string(i + 1) + ". " + printable((*approved)->items[i].title, title_bytes);
  co_return reply;
}

task<answer> desk_unapprove(command_parts& with, command_call call) {
  const edition* meant = edition_meant(with, call);
  if (!meant) co_return no_such(with, call);
  answer reply;
  const auto withdrawn = co_await with.approvals.withdraw(*meant);
  if (withdrawn.has_error()) reply.text = say(phrase::approval_refused, call.language, printable(to_line(withdrawn.error()), 300));
  else reply.text = say(*withdrawn ? phrase::approval_withdrawn : phrase::approval_none, call.language, masthead(*meant));
  co_return reply;
}

}  // namespace depeche
