// "/help": what the desk may say.
#include "commands/command.hpp"
#include "digest/cut.hpp"

namespace depeche {

task<answer> desk_help(command_parts& with, command_call call) {
  answer reply;
  const view nothing(view::object{});
  const std::string text = with.templates.of(call.who.account).render(call.language, "chat_desk_help", nothing);
  reply.text = cut_at_sentence(text, chat_text_limit, call.language);
  co_return reply;
}

}  // namespace depeche
