#include "deliver/urgent_desk.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "deliver/deliver_due.hpp"
#include "deliver/quiet_hours.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr auto news_for = 2h;           // what the rule looks at: older news is not breaking
constexpr std::size_t most_looked_at = 500;
constexpr auto try_again_after = 1min;
constexpr auto look_again_after = 1min;  // for what was added beside this process

std::string key_of(const edition& e) { return e.account + '/' + e.name; }

edition of_keywords(const edition& e) {
  edition rule = e;
  rule.topics.clear();
  rule.muted.clear();
  rule.max_per_topic = 0;
  rule.keywords = e.urgent_keywords;
  return rule;
}

bool has_rule(const edition& e) { return !e.urgent_keywords.empty() || !e.urgent_sources.empty() || e.urgent_priority; }

}  // namespace

bool is_urgent_by_rule(const edition& e, const article& a, subject_rules& keywords) {
  if (!has_rule(e)) return false;
  if (!e.sources.empty() && std::find(e.sources.begin(), e.sources.end(), a.source) == e.sources.end()) return false;
  if (!e.urgent_sources.empty() && std::find(e.urgent_sources.begin(), e.urgent_sources.end(), a.source) == e.urgent_sources.end()) return false;
  if (e.urgent_priority) {
    const auto set = e.priorities.find(a.source);
    if (set == e.priorities.end() || set->second != source_priority::high) return false;
  }
  return e.urgent_keywords.empty() || !keywords.of(a).keyword.empty();
}

urgent_desk::urgent_desk(asio::any_io_executor loop, const clock& time, urgent_store& kept, edition_board& board, article_store& articles,
                         digest_store& digests, delivery& push)
    : time_(time), kept_(kept), board_(board), articles_(articles), digests_(digests), push_(push), bell_(std::move(loop), time) {
  for (const edition& e : board.editions()) rules_.emplace(key_of(e), subject_rules(of_keywords(e)));
}

std::string urgent_desk::day_of(const edition& e) const { return local_day(time_.now(), is_zone(e.zone) ? std::string_view(e.zone) : std::string_view("UTC")); }

std::optional<timestamp> urgent_desk::quiet_until(const edition& e, const urgent_item& u) const {
  return u.at_night ? std::nullopt : end_of_quiet(e.quiet, e.zone, time_.now());
}

void urgent_desk::tell(const urgent_item& u) const {
  if (listener_) listener_(u);
}

task<result<std::int64_t>> urgent_desk::left_today(const edition& e) {
  std::string account = e.account, name = e.name, day = day_of(e);
  const auto sent = co_await kept_.sent_on(std::move(account), std::move(name), std::move(day));
  if (sent.has_error()) co_return sent.error();
  co_return static_cast<std::int64_t>(e.urgent_per_day) - *sent;
}

task<result<urgent_forecast>> urgent_desk::forecast(const edition& e, article_id id) {
  const auto found = co_await articles_.find(id);
  if (found.has_error()) co_return found.error();
  if (!*found) co_return fail(errc::not_found, "no such article", std::to_string(number(id)));
  if (!is_readable_in(**found, e)) co_return not_readable_in(**found, e);
  if (!board_.may_show(e, **found)) co_return fail(errc::not_allowed, "the article is held", std::to_string(number(id)), "/held says why, /release lets it out");
  urgent_forecast f;
  f.title = (*found)->title;
  const auto left = co_await left_today(e);
  if (left.has_error()) co_return left.error();
  f.left_today = *left - 1;
  if (*left <= 0) co_return fail(errc::not_allowed, "today's " + std::to_string(e.urgent_per_day) + " urgent items have been sent", e.name, "urgent_per_day in the settings");
  auto issue = co_await board_.compose_urgent(e, id);
  if (issue.has_error()) co_return issue.error();
  if (!issue->told_on.empty()) co_return fail(errc::already_exists, "this story was sent on " + issue->told_on, e.name);
  const edition urgent = as_urgent(e);
  auto reached = co_await push_.forecast(urgent);
  if (reached.has_error()) co_return reached.error();
  f.reached = std::move(*reached);
  if (f.reached.customer_message == 0)
    co_return fail(errc::not_allowed, "nobody can be reached by a message now, and the mass send (one a day) is the daily digest's", e.name);
  f.quiet_until = end_of_quiet(e.quiet, e.zone, time_.now());
  co_return f;
}

task<result<urgent_item>> urgent_desk::add(const edition& e, article_id id, bool at_night, std::string who) {
  const auto possible = co_await forecast(e, id);
  if (possible.has_error()) co_return possible.error();
  urgent_item u;
  u.account = e.account;
  u.edition = e.name;
  u.article = id;
  u.title = possible->title;
  u.day = day_of(e);
  u.at_night = at_night;
  u.added = time_.now();
  u.by = std::move(who);
  auto added = co_await kept_.add(std::move(u));
  bell_.ring();
  co_return added;
}

task<> urgent_desk::look() {
  for (const edition& e : board_.editions())
    if (has_rule(e)) co_await look_at(e);
}

task<> urgent_desk::look_at(const edition& e) {
  auto room = co_await left_today(e);
  if (room.has_error()) co_return log_error("urgent", to_line(room.error()));
  std::vector<std::string> sources = e.sources;
  const timestamp now = time_.now(), from = now - news_for;
  const auto lately = co_await articles_.between(std::move(sources), from, now, most_looked_at);
  if (lately.has_error()) co_return log_error("urgent", to_line(lately.error()));
  for (const article& a : *lately) {
    if (!is_readable_in(a, e) || !is_urgent_by_rule(e, a, rules_.at(key_of(e))) || !board_.may_show(e, a)) continue;
    urgent_item u;
    u.account = e.account;
    u.edition = e.name;
    u.article = a.id;
    u.title = a.title;
    u.day = day_of(e);
    u.at_night = e.urgent_at_night;
    u.added = now;
    u.by = urgent_by_rule;
    if (e.approval) {
      u.state = urgent_state::left_out;
      u.why = "waits for an editor: /urgent " + std::to_string(number(a.id));
    }
    const auto added = co_await kept_.add(std::move(u));
    if (added.has_error() && added.error().code != errc::already_exists) log_error("urgent", to_line(added.error()));
    if (added.has_error()) continue;
    log_warning("urgent", e.name + ": by its rule: " + printable(a.title));
    // The desk hears of what has a chance: a story's tenth telling is none.
    if ((*room)-- > 0 && (e.approval || quiet_until(e, *added))) tell(*added);
  }
  bell_.ring();
}

task<result<void>> urgent_desk::leave_out(urgent_item u, std::string why) {
  log_warning("urgent", u.edition + ": left out (" + why + "): " + printable(u.title));
  std::string day = u.day;
  const timestamp now = time_.now();
  u.state = urgent_state::left_out;
  u.why = why;
  if (u.by != urgent_by_rule) tell(u);
  co_return co_await kept_.settle(u.id, urgent_state::left_out, std::move(why), std::move(day), now);
}

// Walked again from the start after a crash: the digest and its push have the item's number, so that each is made once.
task<result<void>> urgent_desk::send(urgent_item u) {
  const edition* known = board_.find(u.account, u.edition);
  if (!known) co_return co_await leave_out(std::move(u), "the edition is gone");
  const edition e = *known;
  std::string account = u.account, name = u.edition;
  auto stored = co_await digests_.urgent(std::move(account), std::move(name), u.id);
  if (stored.has_error()) co_return stored.error();
  std::shared_ptr<const digest> issue;
  if (*stored) {
    issue = std::make_shared<const digest>(std::move(**stored));
  } else {
    const auto left = co_await left_today(e);
    if (left.has_error()) co_return left.error();
    if (*left <= 0) co_return co_await leave_out(std::move(u), "the day's limit was reached");
    const auto found = co_await articles_.find(u.article);
    if (found.has_error()) co_return found.error();
    if (!*found || !board_.may_show(e, **found)) co_return co_await leave_out(std::move(u), "held or gone");
    auto composed = co_await board_.compose_urgent(e, u.article);
    if (composed.has_error()) co_return composed.error();
    if (!composed->told_on.empty()) co_return co_await leave_out(std::move(u), "the story was sent on " + composed->told_on);
    composed->made.urgent = u.id;
    auto kept = co_await digests_.save(std::move(composed->made));
    if (kept.has_error()) co_return kept.error();
    issue = std::make_shared<const digest>(std::move(*kept));
  }
  std::string key = push_key(*issue);
  const edition urgent = as_urgent(e);
  const auto begun = co_await push_.begin(urgent, issue, std::move(key), std::string("urgent"));
  if (begun.has_error() && begun.error().code != errc::already_exists) co_return begun.error();
  const timestamp now = time_.now();
  std::string day = issue->day;
  u.state = urgent_state::sent;
  if (u.by == urgent_by_rule && begun.has_value()) tell(u);
  co_return co_await kept_.settle(u.id, urgent_state::sent, std::string(), std::move(day), now);
}

task<result<urgent_item>> urgent_desk::send_now(urgent_item u) {
  const edition* e = board_.find(u.account, u.edition);
  if (e && quiet_until(*e, u)) co_return u;
  const std::int64_t id = u.id;
  std::string account = u.account;
  urgent_item given = u;
  const auto done = co_await send(std::move(given));
  if (done.has_error()) co_return done.error();
  constexpr std::size_t looked_at = 100;
  const auto listed = co_await kept_.list(std::move(account), looked_at);
  if (listed.has_error()) co_return listed.error();
  for (const urgent_item& now : *listed)
    if (now.id == id) co_return now;
  co_return u;
}

task<> urgent_desk::run() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  for (;;) {
    timestamp next = time_.now() + look_again_after;
    auto waiting = co_await kept_.waiting();
    if (waiting.has_error()) {
      log_error("urgent", to_line(waiting.error()));
      next = time_.now() + try_again_after;
    } else {
      for (urgent_item& u : *waiting) {
        const edition* e = board_.find(u.account, u.edition);
        const auto quiet = e ? quiet_until(*e, u) : std::nullopt;
        if (quiet) {
          next = std::min(next, *quiet);
          continue;
        }
        const auto done = co_await send(std::move(u));
        if (done.has_value()) continue;
        log_error("urgent", "could not be sent, again in a minute: " + to_line(done.error()));
        next = std::min(next, time_.now() + try_again_after);
      }
    }
    co_await bell_.wait_until(next);
  }
}

}  // namespace depeche
