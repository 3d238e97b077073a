// "/send [edition]": asks with the audience counted; "yes" within five minutes sends.
#include "base/localisation.hpp"
#include "commands/audience_words.hpp"
#include "commands/desk/issue_meant.hpp"

namespace depeche {

namespace {

task<answer> ask(command_parts& with, command_call call) {
  answer reply;
  const issue_meant meant = co_await compose_meant(with, call, phrase::send_empty);
  if (!meant.issue) {
    reply.text = meant.refusal;
    co_return reply;
  }
  auto counted = co_await with.push.forecast(*meant.of);
  const audience reached = counted.value();
  if (reached.customer_message + reached.mass_send == 0) {
    reply.text = say(phrase::send_nobody, call.language, masthead(*meant.of), audience_lines(reached, call.language));
    co_return reply;
  }
  ask_for_yes(with, call, meant, false);
  reply.text = say(phrase::send_question, call.language, masthead(*meant.of),
                   week_date(meant.issue->composed_at, meant.of->zone, call.language), meant.issue->items.size(), audience_lines(reached, call.language));
  co_return reply;
}

task<answer> confirm(command_parts& with, command_call call) {
  answer reply;
  const auto question = std::move(with.talks.with(call.who.id).asked);
  if (!question || with.time.now() >= question->expires) {
    reply.text = say(phrase::send_nothing_asked, call.language);
    co_return reply;
  }
  if (call.argument == "no") {
    reply.text = say(phrase::send_dropped, call.language);
    co_return reply;
  }
  const edition* meant = with.board.find(call.who.account, question->edition);
  const auto current = meant ? with.board.current(*meant) : nullptr;
  if (!current || current->day != question->day) {
    reply.text = say(phrase::send_changed, call.language);
    co_return reply;
  }
  if (question->publish) co_return co_await begin_publication(with, std::move(call), *meant, current);
  auto begun = co_await with.push.begin(*meant, current, push_key(*current), "desk");
  if (begun.has_value()) reply.text = say(phrase::send_started, call.language, masthead(*meant));
  else if (begun.error().code == errc::already_exists) reply.text = say(phrase::send_done_before, call.language, masthead(*meant));
  else throw failure(begun.error());
  co_return reply;
}

}  // namespace

task<answer> desk_send(command_parts& with, command_call call) {
  if (call.argument == "yes" || call.argument == "no") co_return co_await confirm(with, std::move(call));
  co_return co_await ask(with, std::move(call));
}

}  // namespace depeche
