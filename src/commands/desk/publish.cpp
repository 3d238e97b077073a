// "/publish [edition]": the issue as a permanent page of the account, after a yes; nobody is sent anything.
#include "base/localisation.hpp"
#include "commands/command.hpp"

namespace depeche {

task<answer> desk_publish(command_parts& with, command_call call) {
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
  auto question = std::make_unique<pending_send>();
  question->publish = true;
  question->edition = meant->name;
  question->day = composed->day;
  question->expires = with.time.now() + patience_for_yes;
  conversation& talk = with.talks.with(call.who.id);
  talk.source_asked.reset();
  talk.asked = std::move(question);
  reply.text = say(phrase::publish_question, call.language, masthead(*meant), week_date(composed->composed_at, meant->zone, call.language),
                   composed->items.size());
  co_return reply;
}

task<answer> begin_publication(command_parts& with, command_call call, const edition& meant, std::shared_ptr<const digest> issue) {
  answer reply;
  const std::string key = publication_key(*issue);
  auto begun = co_await with.push.begin(meant, issue, key, "desk");
  if (begun.has_value()) {
    reply.text = say(phrase::publish_started, call.language, masthead(meant));
    co_return reply;
  }
  if (begun.error().code != errc::already_exists) throw failure(begun.error());
  const auto before = co_await with.ledger.find_key(meant.account, key);
  std::optional<publication> there;
  if (before.value()) {
    const auto read = co_await with.ledger.publication_of((*before)->id);
    there = read.value();
  }
  const std::string how = !there ? "…" : there->state == delivery_state::sent ? there->address : there->status.empty() ? "…" : there->status;
  reply.text = say(phrase::publish_done_before, call.language, masthead(meant), how);
  co_return reply;
}

}  // namespace depeche
