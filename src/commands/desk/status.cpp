// "/status": where everything stands, on one screen.
#include "base/localisation.hpp"
#include "commands/command.hpp"
#include "digest/cut.hpp"

namespace depeche {
namespace {

std::string next_line(const command_parts& with, const edition& e, const std::string& language) {
  const auto next = with.calendar.next(e);
  std::string line = masthead(e) + " (" + e.name + ") → ";
  line += next ? week_date(*next, e.zone, language) + " " + clock_time(*next, e.zone, language) : "—";
  const auto current = with.board.current(e);
  line += current ? fmt::format(" · {} ✎{}", current->items.size(), clock_time(current->composed_at, e.zone, language)) : " · ∅";
  return line + "\n";
}

std::string books_line(const books& b) {
  return fmt::format("planned {} · intent {} · sent {} · failed {} · unknown {} · skipped {}", b.planned, b.intent, b.sent, b.failed,
                     b.unknown, b.skipped);
}

}  // namespace

task<answer> desk_status(command_parts& with, command_call call) {
  const timestamp now = with.time.now();
  const timestamp day_ago = now - std::chrono::hours{24};
  auto counted = co_await with.subscribers.counts(call.who.account, now, day_ago);
  const auto people = counted.value();
  auto listed = co_await with.ledger.list(call.who.account, 3);
  const auto pushes = listed.value();
  auto sources = co_await with.articles.states();
  const auto states = sources.value();

  std::string text = fmt::format("☰ {}\n", call.who.account);
  for (const edition& e : with.board.editions())
    if (e.account == call.who.account) text += next_line(with, e, call.language);
  text += fmt::format("followers {} (+{} −{} / 24 h) · digest {} · reachable now {}\n", people.following, people.followed_since,
                      people.left_since, people.wants_digest, people.reachable_now);
  for (const push& p : pushes) {
    auto found = co_await with.ledger.books_of(p.id);
    text += fmt::format("push {} {} [{}]: {}\n", number(p.id), p.key, name(p.state), books_line(found.value()));
  }
  std::size_t troubled = 0;
  std::string troubles;
  for (const auto& s : states) {
    if (s.last_problem.empty()) continue;
    ++troubled;
    troubles += fmt::format("⚠ {}: {}\n", s.source, s.last_problem);
  }
  text += fmt::format("sources {} · ⚠ {}\n", states.size(), troubled) + troubles;
  answer reply;
  reply.text = cut_at_sentence(text, chat_text_limit, call.language);
  co_return reply;
}

}  // namespace depeche
