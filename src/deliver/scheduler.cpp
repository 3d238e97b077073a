// An edition's firing is remembered only after its push was written: a crash between makes it fire again, and the push's key then
// says that it was made.
#include "deliver/scheduler.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "deliver/schedule.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr auto made_up_within = 6h;
constexpr auto try_again_after = 60s;
constexpr auto asked_before = 30min;  // for approval

}  // namespace

struct scheduler::state {
  struct entry {
    edition what;
    cron_schedule when;
    timestamp last_fired{};
    timestamp not_before{};  // after a failure, or while it waits for approval
    timestamp asked_for{};   // the firing for which the desk was asked before it
    timestamp waits_at{};    // ... and at it
    std::string setting() const { return "schedule/" + what.account + "/" + what.name; }
  };
  // Every welcome and every help names the next firing: it is worked out once, and holds until then.
  struct answer_until {
    timestamp asked{}, until{};
    std::optional<timestamp> firing;
  };
  struct due {
    entry* which;
    timestamp firing;
  };

  state(const asio::any_io_executor& loop, const clock& c, edition_board& b, delivery& d, setting_store& s, std::function<task<>()> p)
      : time(c), board(b), push(d), settings(s), prepare(std::move(p)), bell(loop, c) {}

  task<> load();
  task<> note(entry& e, timestamp fired);
  std::vector<due> due_now();
  std::optional<timestamp> last_missed(entry& e, timestamp now);
  task<> fire(due d);
  task<> ask_ahead();
  task<bool> is_approved(const entry& e);
  task<bool> may_go(due d, std::shared_ptr<const digest> issue);
  task<> leave_waiting(std::vector<due>& firings);
  std::optional<timestamp> coming(const entry& e) const;
  timestamp next_look();

  const clock& time;
  edition_board& board;
  delivery& push;
  setting_store& settings;
  std::function<task<>()> prepare;
  alarm bell;
  std::vector<entry> entries;
  approval_desk* approvals = nullptr;
  ask_for_approval ask;
  std::map<std::string, answer_until> upcoming;  // by schedule and zone
};

// At the first start nothing is made up: the last firing is now.
task<> scheduler::state::load() {
  entries.clear();
  for (const edition& e : board.editions()) {
    if (e.schedule.empty()) continue;
    const auto parsed = parse_cron(e.schedule);
    if (parsed.has_error() || !is_zone(e.zone)) {
      log_error("schedule", "edition " + e.name + " has no usable schedule, and is left out");
      continue;
    }
    entry loaded{e, *parsed, {}, {}};
    const auto kept = co_await settings.get(loaded.setting());
    loaded.last_fired = time.now();
    if (kept.has_error()) log_error("schedule", "the last firing of " + e.name + " could not be read: " + to_line(kept.error()));
    else if (!*kept) co_await note(loaded, loaded.last_fired);
    else if (const auto fired = parse_iso_time(**kept); fired.has_value()) loaded.last_fired = *fired;
    entries.push_back(std::move(loaded));
  }
}

task<> scheduler::state::note(entry& e, timestamp fired) {
  e.last_fired = fired;
  const auto kept = co_await settings.set(e.setting(), iso_time(fired));
  if (kept.has_error()) log_warning("schedule", "the firing of " + e.what.name + " could not be kept: " + to_line(kept.error()));
}

// The last firing since the one that was made, unless it was missed by too much.
std::optional<timestamp> scheduler::state::last_missed(entry& e, timestamp now) {
  // The clock went back: what was made in the future is no reason to be silent until then. Keys keep it once.
  if (e.last_fired > now) e.last_fired = now;
  std::optional<timestamp> last;
  timestamp at = std::max(e.last_fired, now - made_up_within);
  if (at > e.last_fired) {
    const auto old = next_firing(e.when, e.what.zone, e.last_fired);
    if (old.has_value() && *old && **old <= at)
      log_warning("schedule", e.what.name + ": the firing of " + iso_time(**old, e.what.zone) + " was missed by over six hours, and is left");
    e.last_fired = at;
  }
  for (;;) {
    const auto next = next_firing(e.when, e.what.zone, at);
    if (next.has_error() || !*next || **next > now) return last;
    last = at = **next;
  }
}

std::vector<scheduler::state::due> scheduler::state::due_now() {
  const timestamp now = time.now();
  std::vector<due> all;
  for (entry& e : entries) {
    if (e.not_before > now && e.not_before <= now + try_again_after) continue;
    if (const auto firing = last_missed(e, now)) all.push_back({&e, *firing});
  }
  return all;
}

std::optional<timestamp> scheduler::state::coming(const entry& e) const {
  const auto firing = next_firing(e.when, e.what.zone, e.last_fired);
  return firing.has_value() ? *firing : std::nullopt;
}

timestamp scheduler::state::next_look() {
  timestamp next = time.now() + 1h;
  for (const entry& e : entries) {
    const auto firing = coming(e);
    if (!firing) continue;
    next = std::min(next, std::max(*firing, e.not_before));
    if (e.what.approval && approvals && e.asked_for != *firing) next = std::min(next, std::max(time.now(), *firing - asked_before));
  }
  return next;
}

// Half an hour before an edition's hour its desk is asked for the approval that it has not given.
task<> scheduler::state::ask_ahead() {
  for (entry& e : entries) {
    const auto firing = coming(e);
    const timestamp now = time.now();
    if (!e.what.approval || !approvals || !firing || *firing <= now || now < *firing - asked_before || e.asked_for == *firing) continue;
    e.asked_for = *firing;
    const bool given = co_await is_approved(e);
    if (given) continue;
    const auto issue = co_await board.refresh(e.what);
    if (issue.has_error()) log_error("schedule", e.what.name + " could not be composed: " + to_line(issue.error()));
    if (issue.has_value() && !(*issue)->items.empty() && ask) ask(e.what, *issue, *firing);
  }
}

task<bool> scheduler::state::is_approved(const entry& e) {
  if (!e.what.approval || !approvals) co_return true;
  const auto given = co_await approvals->of(e.what);
  if (given.has_error()) log_error("schedule", to_line(given.error()));
  co_return given.has_value() && given->has_value();
}

// What still waits for approval is neither fetched nor composed for again.
task<> scheduler::state::leave_waiting(std::vector<due>& firings) {
  for (auto d = firings.begin(); d != firings.end();) {
    bool stays = false;
    if (d->which->waits_at == d->firing) {
      const bool given = co_await is_approved(*d->which);
      stays = !given;
    }
    if (stays) d->which->not_before = time.now() + try_again_after;
    d = stays ? firings.erase(d) : std::next(d);
  }
}

// Whether an issue has the approval that its edition asks for; the desk is told that it waits.
task<bool> scheduler::state::may_go(due d, std::shared_ptr<const digest> issue) {
  entry& e = *d.which;
  const bool given = co_await is_approved(e);
  if (given) co_return true;
  e.not_before = time.now() + try_again_after;
  e.waits_at = d.firing;
  log_warning("schedule", e.what.name + " waits for an editor's approval");
  if (ask) ask(e.what, std::move(issue), d.firing);
  co_return false;
}

task<> scheduler::state::fire(due d) {
  entry& e = *d.which;
  e.not_before = {};
  // Made up on another day, it would be that day's digest, and stand in the way of its own firing.
  if (local_day(d.firing, e.what.zone) != local_day(time.now(), e.what.zone) && time.now() - d.firing > std::chrono::minutes{10}) {
    log_warning("schedule", e.what.name + " was missed at " + iso_time(d.firing, e.what.zone) + ": too late for that day");
    co_await note(e, d.firing);
    co_return;
  }
  const auto issue = co_await board.refresh(e.what);
  if (issue.has_error()) {
    log_error("schedule", e.what.name + " could not be composed, again in a minute: " + to_line(issue.error()));
    e.not_before = time.now() + try_again_after;
    co_return;
  }
  if ((*issue)->items.empty()) {
    log_warning("schedule", e.what.name + " has nothing new: not sent");
    co_await note(e, d.firing);
    co_return;
  }
  const bool approved = co_await may_go(d, *issue);
  if (!approved) co_return;
  // One digest a day and edition (docs/decisions/0004): what the desk sent earlier today does not go out again.
  const std::string key = push_key(**issue);
  const auto begun = co_await push.begin(e.what, *issue, key, std::string("schedule"));
  if (begun.has_error() && begun.error().code != errc::already_exists) {
    log_error("schedule", e.what.name + " could not be sent, again in a minute: " + to_line(begun.error()));
    e.not_before = time.now() + try_again_after;
    co_return;
  }
  if (begun.has_error()) log_info("schedule", key + " was sent before");
  co_await note(e, d.firing);
}

scheduler::scheduler(asio::any_io_executor loop, const clock& time, edition_board& board, delivery& push, setting_store& settings,
                     std::function<task<>()> prepare)
    : state_(std::make_unique<state>(loop, time, board, push, settings, std::move(prepare))) {}

scheduler::~scheduler() = default;

task<> scheduler::run() {
  auto& s = *state_;
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await s.load();
  for (;;) {
    auto firings = s.due_now();
    co_await s.leave_waiting(firings);
    if (!firings.empty() && s.prepare) co_await s.prepare();
    for (const auto& d : firings) co_await s.fire(d);
    co_await s.ask_ahead();
    co_await s.bell.wait_until(s.next_look());
  }
}

void scheduler::approve_with(approval_desk& approvals, ask_for_approval ask) {
  state_->approvals = &approvals;
  state_->ask = std::move(ask);
}

void scheduler::ring() {
  // What waits for approval may have it now.
  for (state::entry& e : state_->entries)
    if (e.waits_at != timestamp{}) e.not_before = {};
  state_->bell.ring();
}

std::optional<timestamp> scheduler::next(const edition& e) const {
  auto& known = state_->upcoming[e.schedule + '\n' + e.zone];
  const timestamp now = state_->time.now();
  if (known.asked <= now && now < known.until) return known.firing;
  const auto parsed = parse_cron(e.schedule);
  if (parsed.has_error()) return std::nullopt;
  const auto firing = next_firing(*parsed, e.zone, now);
  known.asked = now;
  known.firing = firing.has_value() ? *firing : std::nullopt;
  known.until = known.firing.value_or(now);
  return known.firing;
}

}  // namespace depeche
