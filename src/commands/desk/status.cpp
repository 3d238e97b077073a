// "/status": where everything stands, on one screen.
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "commands/command.hpp"

namespace depeche {
namespace {

std::string moment(timestamp at, const edition& e, const std::string& language) {
  return week_date(at, e.zone, language) + (language == "fr" ? " à " : " ") + clock_time(at, e.zone, language);
}

std::string edition_lines(const command_parts& with, const edition& e, const std::string& language) {
  const auto next = with.calendar.next(e);
  const auto current = with.board.current(e);
  const std::string first = next ? say(phrase::status_edition, language, masthead(e), e.name, moment(*next, e, language))
                                 : say(phrase::status_no_edition, language, masthead(e), e.name);
  const std::string second = current ? say(phrase::status_composed, language, current->items.size(), moment(current->composed_at, e, language))
                                     : say(phrase::status_not_composed, language);
  return first + "\n" + second + "\n\n";
}

// Only what there is some of.
std::string push_line(const push& p, const books& b, const std::string& language) {
  const phrase state = p.state == push_state::done      ? phrase::push_done
                       : p.state == push_state::sending ? phrase::push_sending
                                                        : phrase::push_planning;
  std::vector<std::string> counts;
  const auto count = [&](phrase what, std::int64_t n) {
    if (n > 0) counts.push_back(say(what, language, n));
  };
  count(phrase::count_planned, b.planned);
  count(phrase::count_intent, b.intent);
  count(phrase::count_sent, b.sent);
  count(phrase::count_failed, b.failed);
  count(phrase::count_unknown, b.unknown);
  count(phrase::count_skipped, b.skipped);
  std::string line = say(phrase::status_push, language, p.key, say(state, language));
  if (!counts.empty()) line += (language == "fr" ? " : " : language == "zh" ? "：" : ": ") + join(counts, " · ");
  return line + "\n";
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

  const std::string& language = call.language;
  std::string text;
  for (const edition& e : with.board.editions())
    if (e.account == call.who.account) text += edition_lines(with, e, language);
  text += say(phrase::status_followers, language, people.following, people.followed_since, people.left_since, people.wants_digest,
              people.reachable_now) + "\n\n";
  for (const push& p : pushes) {
    auto found = co_await with.ledger.books_of(p.id);
    text += push_line(p, found.value(), language);
  }
  std::size_t troubled = 0;
  std::string troubles;
  for (const auto& s : states) {
    if (s.last_problem.empty() && s.health != source_health::silent) continue;
    ++troubled;
    if (s.last_problem.empty()) troubles += say(phrase::status_source_health, language, s.source, iso_time(s.last_news)) + "\n";
    else troubles += fmt::format("⚠ {}: {}\n", s.source, s.last_problem);
  }
  text += troubled == 0 ? say(phrase::status_sources, language, states.size()) : say(phrase::status_troubled, language, states.size(), troubled);
  text += "\n" + troubles;
  answer reply;
  reply.text = std::move(text);
  co_return reply;
}

}  // namespace depeche
