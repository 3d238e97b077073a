// "/publish [edition]": the issue as a permanent page of the account, after a yes; nobody is sent anything.
#include "base/localisation.hpp"
#include "commands/desk/issue_meant.hpp"

namespace depeche {

task<answer> desk_publish(command_parts& with, command_call call) {
  answer reply;
  const issue_meant meant = co_await compose_meant(with, call, phrase::publish_empty);
  if (!meant.issue) {
    reply.text = meant.refusal;
    co_return reply;
  }
  ask_for_yes(with, call, meant, true);
  reply.text = say(phrase::publish_question, call.language, masthead(*meant.of), week_date(meant.issue->composed_at, meant.of->zone, call.language),
                   meant.issue->items.size());
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
