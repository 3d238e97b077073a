#include "deliver/push_queue.hpp"

#include "base/log.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace depeche {
namespace {

using namespace std::chrono_literals;

// After a failure of the store, or of a step that should not fail.
constexpr auto pause_after_trouble = 60s;

// A step that throws must not end the account's queue: whoever waits for a push would wait for ever. Being cut is no failure.
task<result<progress>> walked(push& p, const due_parts& with) {
  std::optional<error> thrown;
  try {
    co_return co_await deliver_due(p, with);
  } catch (const failure& e) {
    thrown = e.reason();
  } catch (const boost::system::system_error& e) {
    if (e.code() == asio::error::operation_aborted) throw;
    thrown = fail(errc::io_failed, e.what());
  } catch (const std::exception& e) {
    thrown = fail(errc::io_failed, e.what());
  }
  co_return *thrown;
}

}  // namespace

push_queue::push_queue(asio::any_io_executor loop, due_parts parts, listener tell)
    : with_(std::move(parts)), tell_(std::move(tell)), bell_(loop, with_.time) {}

void push_queue::add(push p) {
  waiting_.push_back(entry{std::move(p), {}, {}});
  bell_.ring();
}

void push_queue::stop() {
  stopping_ = true;
  for (way* w : with_.ways) w->stop();
  with_.publication->stop();
  bell_.ring();
}

void push_queue::look_again() {
  for (way* w : with_.ways) w->look_again();
  bell_.ring();
}

void push_queue::wake(push_id id) {
  for (auto& e : waiting_)
    if (e.what.id == id) e.not_before = {};
  bell_.ring();
}

std::list<push_queue::entry>::iterator push_queue::next_due() {
  return std::ranges::find_if(waiting_, [now = with_.time.now()](const entry& e) { return e.not_before <= now; });
}

task<> push_queue::run() {
  while (!stopping_) {
    const auto due = next_due();
    if (due != waiting_.end()) {
      co_await walk(due);
      continue;
    }
    timestamp next = with_.time.now() + 1h;
    for (const auto& e : waiting_) next = std::min(next, e.not_before);
    co_await bell_.wait_until(next);
  }
}

task<> push_queue::walk(std::list<entry>::iterator at) {
  // An event that comes while we walk sets it back, so that we look again.
  at->not_before = timestamp::max();
  const auto came = co_await walked(at->what, with_);
  if (came.has_error()) {
    log_error("delivery", "push " + std::to_string(number(at->what.id)) + ": " + to_line(came.error()));
    co_await postpone(at, with_.time.now() + pause_after_trouble, to_line(came.error()));
    co_return;
  }
  if (came->reached == progress::stage::stopped) co_return;
  if (came->reached == progress::stage::waiting) {
    co_await postpone(at, came->until, came->problem);
    co_return;
  }
  push done = std::move(at->what);
  waiting_.erase(at);
  done.state = push_state::done;
  done.finished = with_.time.now();
  co_await tell_(std::move(done), came->problem, true);
}

task<> push_queue::postpone(std::list<entry>::iterator at, timestamp until, std::string problem) {
  // Planned or not, the walk finds out by itself where to go on.
  if (at->not_before == timestamp::max()) at->not_before = until;
  if (problem.empty() || problem == at->told) co_return;
  at->told = problem;
  push copy = at->what;
  co_await tell_(std::move(copy), std::move(problem), false);
}

}  // namespace depeche
