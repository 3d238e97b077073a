#include "ingest/source_poller.hpp"

#include "async/single_flight.hpp"
#include "async/task_group.hpp"
#include "base/log.hpp"
#include "ingest/refresh_source.hpp"
#include "ingest/server_wish.hpp"
#include "net/url.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>
#include <string_view>
#include <unordered_map>

namespace depeche {

using namespace std::chrono_literals;

namespace {

struct polled_source {
  polled_source(source s, const asio::any_io_executor& loop) : what(std::move(s)), flight(loop) {
    if (const auto parsed = parse_url(what.url); parsed.has_value()) host = parsed->host;
  }
  source what;
  std::string host;
  bool added = false;    // beside the config's
  bool dropped = false;  // kept, because a round may be reading it
  timestamp due{};  // at once, at start
  timestamp told_until{};  // by a hub
  source_memory memory;
  single_flight<source_report> flight;
};

// Doubles with each failure, up to a day; a tenth either way, so that sources don't march in step.
std::chrono::milliseconds pause_after(const source& s, int failures, random_source& random) {
  const std::chrono::milliseconds every = std::max<std::chrono::seconds>(s.every, 1s);
  const auto longest = std::max<std::chrono::milliseconds>(every, 24h);
  const auto pause = std::min(every * (1 << std::min(failures, 10)), longest);
  const auto tenth = static_cast<std::uint64_t>(pause.count() / 10);
  const auto jitter = static_cast<std::int64_t>(random_below(random, 2 * tenth + 1)) - static_cast<std::int64_t>(tenth);
  return pause + std::chrono::milliseconds{jitter};
}

// The sources of one host in a round, taken by its workers in turn.
struct lane {
  std::string host;
  std::vector<std::size_t> sources;  // places in the round
  std::size_t next = 0;
  int no_answers = 0;  // in a row
  bool closed() const { return no_answers >= 2; }
};

struct round {
  std::vector<polled_source*> sources;
  std::vector<source_report> reports;
  std::vector<lane> lanes;
  std::vector<lane*> tickets;  // each lets one worker into a lane
  std::size_t next = 0;
};

void lay_lanes(round& r, std::size_t per_host) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < r.sources.size(); ++i) {
    const auto [place, fresh] = places.try_emplace(r.sources[i]->host, r.lanes.size());
    if (fresh) r.lanes.push_back({r.sources[i]->host, {}});
    r.lanes[place->second].sources.push_back(i);
  }
  // Every host gets its first worker before any gets its second.
  for (std::size_t k = 0; k < per_host; ++k)
    for (auto& l : r.lanes)
      if (l.sources.size() > k) r.tickets.push_back(&l);
}

bool went_unanswered(const source_report& report) {
  return report.failed == errc::timed_out || report.failed == errc::connect_failed;
}

}  // namespace

struct source_poller::state {
  asio::any_io_executor loop;
  const clock& time;
  random_source& random;
  poll_limits limits;
  host_pace pace;
  turns large;
  refresh_parts parts;
  std::function<void()> on_change;
  std::function<void(const source_report&)> on_health;
  std::function<void(const source_report&)> on_hub;
  alarm wake;
  std::vector<std::unique_ptr<polled_source>> sources;
  std::unordered_map<std::string, timestamp> busy;  // hosts, until when

  state(asio::any_io_executor where, asio::any_io_executor pool, const clock& clk, random_source& chance, https_client& client,
        article_store& articles, std::function<void()> changed, std::function<void(const source_report&)> healed_or_hurt, poll_limits l)
      : loop(where), time(clk), random(chance), limits(l), pace(l.host_gap), large(loop),
        parts{std::move(pool), clk, client, articles, pace, large, l.patience},
        on_change(std::move(changed)), on_health(std::move(healed_or_hurt)), wake(where, clk) {}

  task<result<source_report>> refresh(polled_source& s) {
    source_report report;
    try {
      report = co_await refresh_source(s.what, parts, s.memory);
    } catch (const boost::system::system_error& e) {
      if (e.code() == asio::error::operation_aborted) throw;
      report.problems.emplace_back(e.what());
      ++s.memory.failures_in_a_row;
    } catch (const std::exception& e) {
      // One source's surprise must not stop the others.
      report.problems.emplace_back(e.what());
      ++s.memory.failures_in_a_row;
    }
    report.source = s.what.name;
    const auto now = time.now();
    s.due = std::max(report.early ? now : now + pause_after(s.what, s.memory.failures_in_a_row, random), report.not_before);
    // A hub that tells of changes may fall silent: polling goes on, as a net below.
    if (s.told_until > now && !report.failed) s.due = std::max(s.due, now + std::min<std::chrono::milliseconds>(s.what.every * 8, 6h));
    if (on_hub && (!report.hub.empty() || s.told_until != timestamp{})) on_hub(report);
    if (!report.busy_host.empty()) put_off(report.busy_host, report.not_before);
    if (report.health.happened && on_health) on_health(report);
    co_return report;
  }

  task<result<source_report>> keep_distributed(polled_source& s, std::string body, std::string charset) {
    auto report = co_await depeche::take_distributed(s.what, std::move(body), std::move(charset), parts, s.memory);
    if (report.changed && on_change) on_change();
    co_return report;
  }

  // Nothing of a busy host until it wants to be asked.
  void put_off(const std::string& host, timestamp until) {
    for (const auto& s : sources)
      if (s->host == host) s->due = std::max(s->due, until);
    busy[host] = until;
  }

  bool is_busy(const std::string& host) const {
    const auto known = busy.find(host);
    const auto now = time.now();
    return known != busy.end() && known->second > now && known->second <= now + longest_retry_after;
  }

  task<> work(round& r) {
    while (r.next < r.tickets.size()) {
      lane& mine = *r.tickets[r.next++];
      while (mine.next < mine.sources.size()) co_await one_of(r, mine);
    }
  }

  task<> one_of(round& r, lane& mine) {
    const auto place = mine.sources[mine.next++];
    auto& s = *r.sources[place];
    auto& report = r.reports[place];
    report.source = s.what.name;
    if (is_busy(mine.host)) {
      report.early = true;
      report.not_before = busy[mine.host];
      s.due = std::max(s.due, report.not_before);
      co_return;
    }
    if (mine.closed()) {
      report.problems.push_back("put off: " + mine.host + " does not answer");
      s.due = time.now() + 1min;
      co_return;
    }
    std::function<task<result<source_report>>()> once = [this, &s] { return refresh(s); };
    auto done = co_await s.flight.run(once);
    if (done.has_value()) report = std::move(*done);
    else report.problems.push_back(to_line(done.error()));
    report.source = s.what.name;
    mine.no_answers = went_unanswered(report) ? mine.no_answers + 1 : 0;
  }

  task<std::vector<source_report>> poll(std::vector<polled_source*> which) {
    round r;
    r.reports.resize(which.size());
    r.sources = std::move(which);
    lay_lanes(r, limits.per_host);
    using deferred_work = decltype(asio::co_spawn(loop, work(r), asio::deferred));
    std::vector<deferred_work> workers;
    const auto wanted = std::clamp<std::size_t>(r.tickets.size(), 1, limits.at_once);
    for (std::size_t i = 0; i < wanted; ++i) workers.push_back(asio::co_spawn(loop, work(r), asio::deferred));
    auto group = asio::experimental::make_parallel_group(std::move(workers));
    auto [order, thrown] = co_await group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const auto& one : thrown)
      if (one) std::rethrow_exception(one);
    const bool changed = std::any_of(r.reports.begin(), r.reports.end(), [](const auto& report) { return report.changed; });
    if (changed && on_change) on_change();
    co_return std::move(r.reports);
  }

  std::vector<polled_source*> due_sources() {
    const auto now = time.now();
    std::vector<polled_source*> due;
    for (const auto& s : sources) {
      // A clock that was moved back must not put a source to sleep for as long.
      s->due = std::min(s->due, now + std::max<std::chrono::milliseconds>(s->what.every * 2, 26h));
      if (!s->dropped && s->due <= now) due.push_back(s.get());
    }
    return due;
  }

  timestamp next_due() const {
    timestamp next = time.now() + 1h;
    for (const auto& s : sources)
      if (!s->dropped) next = std::min(next, s->due);
    return next;
  }
};

source_poller::source_poller(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time, random_source& random,
                             https_client& client, article_store& articles, std::vector<source> sources,
                             std::function<void()> on_change, std::function<void(const source_report&)> on_health, poll_limits limits)
    : state_(std::make_unique<state>(loop, std::move(pool), time, random, client, articles, std::move(on_change), std::move(on_health),
                                     limits)) {
  for (auto& s : sources) state_->sources.push_back(std::make_unique<polled_source>(std::move(s), loop));
}

source_poller::~source_poller() = default;

task<> source_poller::run() {
  for (;;) {
    // "Please" lets a round end; while nothing runs, it ends the wait.
    co_await finish_rounds_on_stop();
    auto due = state_->due_sources();
    if (!due.empty()) co_await state_->poll(std::move(due));
    if (co_await stop_requested()) co_return;
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(true);
    co_await state_->wake.wait_until(state_->next_due());
  }
}

task<std::vector<source_report>> source_poller::poll_all() {
  std::vector<polled_source*> all;
  for (const auto& s : state_->sources)
    if (!s->dropped) all.push_back(s.get());
  co_return co_await state_->poll(std::move(all));
}

void source_poller::follow_added(const std::vector<source>& added) {
  bool fresh = false;
  const auto same = [](const source& a, const source& b) {
    return a.name == b.name && a.url == b.url && a.language == b.language && a.every == b.every;
  };
  for (const auto& s : state_->sources)
    if (s->added) s->dropped = std::none_of(added.begin(), added.end(), [&](const source& now) { return same(now, s->what); });
  for (const source& wanted : added) {
    // The config's word goes first.
    const bool known = std::any_of(state_->sources.begin(), state_->sources.end(),
                                   [&](const auto& s) { return !s->dropped && s->what.name == wanted.name; });
    if (known) continue;
    state_->sources.push_back(std::make_unique<polled_source>(wanted, state_->loop));
    state_->sources.back()->added = true;
    fresh = true;
  }
  if (fresh) ring();
}

void source_poller::on_hub(std::function<void(const source_report&)> told) { state_->on_hub = std::move(told); }

bool source_poller::reads(std::string_view name) const {
  return std::any_of(state_->sources.begin(), state_->sources.end(), [&](const auto& s) { return !s->dropped && s->what.name == name; });
}

task<bool> source_poller::take_distributed(std::string name, std::string body, std::string charset) {
  polled_source* wanted = nullptr;
  for (const auto& s : state_->sources)
    if (!s->dropped && s->what.name == name) wanted = s.get();
  if (wanted == nullptr) co_return false;
  bool ran = false;
  std::function<task<result<source_report>>()> once = [&] {
    ran = true;
    return state_->keep_distributed(*wanted, body, charset);
  };
  // A round that runs meanwhile read the same feed, maybe a moment too early: then it goes first.
  while (!ran) co_await wanted->flight.run(once);
  co_return true;
}

void source_poller::note_lease(const std::string& name, timestamp until) {
  for (const auto& s : state_->sources)
    if (s->what.name == name) s->told_until = until;
}

void source_poller::ring() { state_->wake.ring(); }

}  // namespace depeche
