// "/preview [edition]": the chat text exactly as a push would send it now.
#include "commands/command.hpp"
#include "digest/render.hpp"

namespace depeche {

task<answer> desk_preview(command_parts& with, command_call call) {
  answer reply;
  const edition* meant = edition_meant(with, call);
  if (!meant) {
    reply.text = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
    co_return reply;
  }
  auto fresh = co_await with.board.refresh(*meant);
  const auto composed = fresh.value();
  with.talks.with(call.who.id).shown = composed;
  reply.text = render_chat_digest(with.templates, *composed, masthead(*meant), with.public_url);
  co_return reply;
}

}  // namespace depeche
