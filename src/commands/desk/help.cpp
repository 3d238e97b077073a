// "/help": what the desk may say.
#include "commands/command.hpp"

namespace depeche {

task<answer> desk_help(command_parts& with, command_call call) {
  answer reply;
  const view nothing(view::object{});
  reply.text = with.templates.of(call.who.account).render(call.language, "chat_desk_help", nothing);
  co_return reply;
}

}  // namespace depeche
