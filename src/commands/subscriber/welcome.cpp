// What a new follower is told, and "help".
#include "base/localisation.hpp"
#include "commands/command.hpp"
#include "commands/understand.hpp"
#include "digest/cut.hpp"
#include "digest/render.hpp"
#include "invite/scene.hpp"

namespace depeche {
namespace {

std::string title_of(const command_parts& with, const std::string& account) {
  const auto found = with.titles.find(account);
  return found == with.titles.end() ? account : found->second;
}

view reader_view(command_parts& with, const command_call& call) {
  view v;
  v.set("account", title_of(with, call.who.account));
  v.set("public_url", with.public_url);
  if (!call.reads) return v;
  v.set("edition", masthead(*call.reads));
  if (const auto next = with.calendar.next(*call.reads)) {
    v.set("next_day", week_date(*next, call.reads->zone, call.language));
    v.set("next_time", clock_time(*next, call.reads->zone, call.language));
    v.set("has_next", true);
  }
  if (const auto current = with.board.current(*call.reads); current && !current->items.empty()) {
    v.set("has_digest", true);
    v.set("digest_url", digest_url(with.public_url, current->id));
    v.set("digest_date", week_date(current->composed_at, call.reads->zone, call.language));
    v.set("first_title", current->items.front().title);
  }
  return v;
}

}  // namespace

task<answer> say_help(command_parts& with, command_call call) {
  answer reply;
  const view v = reader_view(with, call);
  const std::string text = with.templates.render(call.language, "chat_help", v);
  reply.text = cut_at_sentence(text, chat_text_limit, call.language);
  co_return reply;
}

task<answer> welcome(command_parts& with, subscriber who) {
  command_call call;
  call.language = language_for(with, who);
  call.reads = with.board.for_language(who.account, call.language);
  call.who = std::move(who);
  if (call.reads) with.talks.with(call.who.id).shown = with.board.current(*call.reads);
  answer reply;
  const view v = reader_view(with, call);
  const std::string text = with.templates.render(call.language, "chat_welcome", v);
  reply.text = cut_at_sentence(text, chat_text_limit, call.language);
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
