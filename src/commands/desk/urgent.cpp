// "/urgent ID|LINK [now] [edition]": asks with the audience counted; "yes" within five minutes sends it beside the daily digest. Without
// anything behind it: what was urgent lately.
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "commands/audience_words.hpp"
#include "commands/command.hpp"
#include "commands/desk_argument.hpp"

namespace depeche {
namespace {

constexpr std::chrono::minutes patience{5};
constexpr std::size_t title_bytes = 150;
constexpr std::size_t most_listed = 8;

answer says(std::string text) {
  answer reply;
  reply.text = std::move(text);
  return reply;
}

std::string refused(const error& why, const std::string& language) { return say(phrase::pick_refused, language, printable(to_line(why), 300)); }

std::string hour(timestamp t, const edition& e, const std::string& language) { return clock_time(t, e.zone, language); }

task<answer> list(command_parts& with, command_call call) {
  auto listed = co_await with.urgent.list(call.who.account, most_listed);
  const auto items = listed.value();
  std::string text = say(items.empty() ? phrase::urgent_none : phrase::urgent_head, call.language);
  for (const urgent_item& u : items) {
    const phrase state = u.state == urgent_state::sent ? phrase::urgent_sent : u.state == urgent_state::waiting ? phrase::urgent_waits : phrase::urgent_left_out;
    text += "\n" + say(state, call.language, printable(u.title, title_bytes), u.edition, u.why);
  }
  co_return says(text + "\n" + say(phrase::urgent_usage, call.language));
}

task<answer> ask(command_parts& with, command_call call) {
  const desk_argument words = read_desk_argument(call.argument);
  if (!words.good || words.numbers.size() + (words.address.empty() ? 0 : 1) != 1) co_return says(say(phrase::urgent_usage, call.language));
  const edition* e = words.edition.empty() ? call.reads : with.board.find(call.who.account, words.edition);
  if (!e) co_return says(say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account)));
  article_id id{words.numbers.empty() ? 0 : words.numbers[0]};
  if (!words.address.empty()) {
    auto found = co_await with.articles.find_at(words.address);
    const auto known = found.value();
    if (!known) co_return says(say(phrase::pick_unknown_address, call.language));
    id = known->id;
  }
  const auto possible = co_await with.urgent.forecast(*e, id);
  if (possible.has_error()) co_return says(refused(possible.error(), call.language));
  with.talks.with(call.who.id).ask(pending_urgent{e->name, id, words.now, with.time.now() + patience});
  std::string text = say(phrase::urgent_question, call.language, printable(possible->title, title_bytes), masthead(*e), audience_lines(possible->reached, call.language), possible->left_today);
  if (possible->quiet_until)
    text += "\n" + say(words.now ? phrase::urgent_in_spite_of_quiet : phrase::urgent_after_quiet, call.language, hour(*possible->quiet_until, *e, call.language));
  co_return says(text + "\n" + say(phrase::urgent_answer_yes, call.language));
}

task<answer> confirm(command_parts& with, command_call call) {
  const auto question = std::move(with.talks.with(call.who.id).urgent_asked);
  if (!question || with.time.now() >= question->expires) co_return says(say(phrase::send_nothing_asked, call.language));
  if (call.argument == "no") co_return says(say(phrase::send_dropped, call.language));
  const edition* e = with.board.find(call.who.account, question->edition);
  if (!e) co_return says(say(phrase::send_nothing_asked, call.language));
  const auto added = co_await with.urgent.add(*e, question->article, question->at_night, call.who.openid);
  if (added.has_error()) co_return says(refused(added.error(), call.language));
  co_return says(say(phrase::urgent_taken, call.language, printable(added->title, title_bytes)));
}

}  // namespace

task<answer> desk_urgent(command_parts& with, command_call call) {
  if (call.argument == "yes" || call.argument == "no") co_return co_await confirm(with, std::move(call));
  if (call.argument.empty()) co_return co_await list(with, std::move(call));
  co_return co_await ask(with, std::move(call));
}

}  // namespace depeche
