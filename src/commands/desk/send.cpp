// "/send [edition]": asks with the audience counted; "yes" within five minutes sends.
#include "base/localisation.hpp"
#include "commands/audience_words.hpp"
#include "commands/command.hpp"

namespace depeche {

namespace {

task<answer> ask(command_parts& with, command_call call) {
  answer reply;
  const edition* meant = edition_meant(with, call);
  if (!meant) {
    reply.text = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
    co_return reply;
  }
  auto fresh = co_await with.board.refresh(*meant);
  const auto composed = fresh.value();
  if (composed->items.empty()) {
    reply.text = say(phrase::send_empty, call.language, masthead(*meant));
    co_return reply;
  }
  auto counted = co_await with.push.forecast(*meant);
  const audience reached = counted.value();
  if (reached.customer_message + reached.mass_send == 0) {
    reply.text = say(phrase::send_nobody, call.language, masthead(*meant), audience_lines(reached, call.language));
    co_return reply;
  }
  auto question = std::make_unique<pending_send>();
  question->edition = meant->name;
  question->day = composed->day;
  question->expires = with.time.now() + patience_for_yes;
  conversation& talk = with.talks.with(call.who.id);
  talk.source_asked.reset();
  talk.urgent_asked.reset();
  talk.asked = std::move(question);
  reply.text = say(phrase::send_question, call.language, masthead(*meant),
                   week_date(composed->composed_at, meant->zone, call.language), composed->items.size(), audience_lines(reached, call.language));
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
