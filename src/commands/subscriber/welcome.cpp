// What a new follower is told, and "help".
#include "base/localisation.hpp"
#include "commands/command.hpp"
#include "commands/understand.hpp"
#include "invite/scene.hpp"

namespace depeche {

task<answer> say_help(command_parts& with, command_call call) {
  answer reply;
  reply.text = with.greetings.text(with, call, "chat_help");
  co_return reply;
}

task<answer> welcome(command_parts& with, subscriber who) {
  command_call call;
  call.language = language_for(with, who);
  call.reads = with.board.for_language(who.account, known_language(who.language) == call.language ? who.language : call.language);
  call.who = std::move(who);
  if (call.reads) with.talks.with(call.who.id).show(with.board.current(*call.reads), with.time.now());
  answer reply;
  reply.text = as_read_by(with, call.who, call.reads, with.greetings.text(with, call, "chat_welcome"));
  co_return reply;
}

std::string invitation_in(std::string_view scene) { return std::string(invitation_secret(scene)); }

task<answer> redeem_invitation(command_parts& with, subscriber who, std::string secret) {
  answer reply;
  const std::string language = language_for(with, who);
  auto redeemed = co_await with.desk.redeem(who.account, std::move(secret), who.id, with.time.now());
  const auto given = redeemed.value();
  with.subscribers.forget(who.id);
  desk_log_entry entry;
  entry.at = with.time.now();
  entry.account = who.account;
  entry.openid = who.openid;
  entry.command = "invitation";
  entry.allowed = given.has_value();
  entry.outcome = given ? std::string(name(*given)) : "unknown, used or expired";
  with.desk.log(std::move(entry));
  if (given) {
    const std::string as = say(*given == role::admin ? phrase::role_admin : phrase::role_editor, language);
    reply.text = say(phrase::desk_welcome, language, as);
  } else {
    reply.text = say(phrase::invitation_used, language);
  }
  co_return reply;
}

}  // namespace depeche
