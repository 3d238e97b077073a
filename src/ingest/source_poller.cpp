#include "ingest/source_poller.hpp"

#include "async/single_flight.hpp"
#include "async/task_group.hpp"
#include "base/log.hpp"
#include "ingest/refresh_source.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>

namespace depeche {

using namespace std::chrono_literals;

namespace {

struct polled_source {
  polled_source(source s, const asio::any_io_executor& loop) : what(std::move(s)), flight(loop) {}
  source what;
  timestamp due{};  // at once, at start
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

// The sources of one round, taken by its workers in turn.
struct round {
  std::vector<polled_source*> sources;
  std::vector<source_report> reports;
  std::size_t next = 0;
};

}  // namespace

struct source_poller::state {
  asio::any_io_executor loop;
  const clock& time;
  random_source& random;
  host_pace pace{250ms};
  refresh_parts parts;
  std::function<void()> on_change;
  alarm wake;
  std::vector<std::unique_ptr<polled_source>> sources;

  state(asio::any_io_executor where, asio::any_io_executor pool, const clock& clk, random_source& chance, https_client& client,
        article_store& articles, std::function<void()> changed)
      : loop(where), time(clk), random(chance), parts{std::move(pool), clk, client, articles, pace}, on_change(std::move(changed)),
        wake(where, clk) {}

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
    s.due = time.now() + pause_after(s.what, s.memory.failures_in_a_row, random);
    co_return report;
  }

  task<> work(round& r) {
    while (r.next < r.sources.size()) {
      const auto mine = r.next++;
      auto& s = *r.sources[mine];
      std::function<task<result<source_report>>()> once = [this, &s] { return refresh(s); };
      auto report = co_await s.flight.run(once);
      if (report.has_value()) r.reports[mine] = std::move(*report);
      else r.reports[mine].problems.push_back(to_line(report.error()));
      r.reports[mine].source = s.what.name;
    }
  }

  task<std::vector<source_report>> poll(std::vector<polled_source*> which) {
    round r;
    r.reports.resize(which.size());
    r.sources = std::move(which);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(loop, work(r), asio::deferred), asio::co_spawn(loop, work(r), asio::deferred),
        asio::co_spawn(loop, work(r), asio::deferred), asio::co_spawn(loop, work(r), asio::deferred));
    auto [order, first, second, third, fourth] =
        co_await group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const auto& thrown : {first, second, third, fourth})
      if (thrown) std::rethrow_exception(thrown);
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
      if (s->due <= now) due.push_back(s.get());
    }
    return due;
  }

  timestamp next_due() const {
    timestamp next = time.now() + 1h;
    for (const auto& s : sources) next = std::min(next, s->due);
    return next;
  }
};

source_poller::source_poller(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time, random_source& random,
                             https_client& client, article_store& articles, std::vector<source> sources,
                             std::function<void()> on_change)
    : state_(std::make_unique<state>(loop, std::move(pool), time, random, client, articles, std::move(on_change))) {
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
  for (const auto& s : state_->sources) all.push_back(s.get());
  co_return co_await state_->poll(std::move(all));
}

void source_poller::ring() { state_->wake.ring(); }

}  // namespace depeche
