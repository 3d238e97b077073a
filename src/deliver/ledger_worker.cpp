#include "deliver/ledger_worker.hpp"

#include "base/log.hpp"
#include "deliver/delivery.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_unsettled = 1s;
constexpr int settle_attempts = 3;
constexpr std::size_t most_in_group = 256;
// A crash leaves in doubt what was claimed: as much as goes out in this time, where that is more than the requests in flight.
constexpr std::chrono::duration<double> in_doubt = 25ms;

// Counts down when a coroutine ends that was counted when it was spawned.
class counted {
 public:
  explicit counted(std::size_t& n) : n_(n) {}
  ~counted() { --n_; }
  counted(const counted&) = delete;
  counted& operator=(const counted&) = delete;

 private:
  std::size_t& n_;
};

}  // namespace

ledger_worker::ledger_worker(worker_parts parts, push_id push, std::string_view way, sender send)
    : with_(std::move(parts)),
      push_(push),
      way_(way),
      send_(std::move(send)),
      least_group_(std::clamp<std::size_t>(2 * with_.concurrency, 64, most_in_group)),
      group_size_(least_group_),
      bell_(with_.loop, with_.time),
      lanes_(with_.loop) {}

task<result<progress>> ledger_worker::run() {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::exception_ptr cut;
  try {
    co_await keep_pipe_full();
  } catch (...) {
    cut = std::current_exception();
  }
  // Lanes point into this object. When nothing cut us short they have all ended.
  co_await lanes_.drain(0ms);
  const auto settled = co_await settle_rest();
  if (cut) std::rethrow_exception(cut);
  if (settled.has_error()) co_return settled.error();
  if (trouble_) co_return *trouble_;
  progress reached;
  reached.problem = problem_;
  if (stopping_) reached.reached = progress::stage::stopped;
  if (pause_ && !stopping_) {
    reached.reached = progress::stage::waiting;
    reached.until = *pause_;
  }
  co_return reached;
}

void ledger_worker::stop() {
  stopping_ = true;
  bell_.ring();
}

task<> ledger_worker::keep_pipe_full() {
  for (;;) {
    release_due();
    start_lanes();
    start_settling();
    if (!halted() && !exhausted_ && queue_.size() <= group_size_ / 2) {
      co_await claim_more();
      continue;
    }
    if (idle()) co_return;
    co_await bell_.wait_until(next_look());
  }
}

bool ledger_worker::idle() const {
  if (in_flight_ > 0 || settling_ > 0) return false;
  return halted() || (exhausted_ && queue_.empty() && backing_off_.empty());
}

timestamp ledger_worker::next_look() const {
  const timestamp now = with_.time.now();
  timestamp next = now + 1h;
  if (!results_.empty()) next = std::min(next, oldest_result_ + longest_unsettled);
  if (!backing_off_.empty() && !halted()) next = std::min(next, backing_off_.begin()->first);
  return next;
}

// The faster the platform takes messages, the more of them share a transaction.
void ledger_worker::fit_group_size() {
  const timestamp now = with_.time.now();
  const std::chrono::duration<double> since = now - std::exchange(claimed_at_, now);
  if (last_claimed_ == 0 || since <= 0s) return;
  const double fitting = std::min(static_cast<double>(last_claimed_) * (in_doubt / since), 2.0 * static_cast<double>(group_size_));
  group_size_ = static_cast<std::size_t>(std::clamp(fitting, static_cast<double>(least_group_), static_cast<double>(most_in_group)));
}

task<> ledger_worker::claim_more() {
  fit_group_size();
  auto group = co_await with_.ledger.claim(push_, way_, group_size_, with_.time.now(), claimed_up_to_);
  if (group.has_error()) {
    trouble_ = group.error();
    co_return;
  }
  for (auto& who : group->people) queue_.push_back(recipient{std::move(who)});
  claimed_up_to_ = group->up_to;
  last_claimed_ = group->people.size();
  exhausted_ = group->people.empty();
}

void ledger_worker::release_due() {
  const timestamp now = with_.time.now();
  while (!backing_off_.empty() && backing_off_.begin()->first <= now) {
    queue_.push_back(std::move(backing_off_.begin()->second));
    backing_off_.erase(backing_off_.begin());
  }
}

void ledger_worker::start_lanes() {
  if (halted()) return;
  const auto wanted = std::min(with_.concurrency, in_flight_ + queue_.size());
  while (in_flight_ < wanted) {
    ++in_flight_;
    lanes_.spawn("delivery", lane());
  }
}

task<> ledger_worker::lane() {
  const counted running(in_flight_);
  while (!halted() && !queue_.empty()) {
    recipient to = std::move(queue_.front());
    queue_.pop_front();
    ++to.attempts;
    if (queue_.size() == group_size_ / 2) bell_.ring();
    std::string thrown;
    try {
      const auto outcome = co_await send_(to.who);
      record(std::move(to), outcome);
    } catch (const boost::system::system_error& e) {
      if (e.code() == asio::error::operation_aborted) throw;
      thrown = e.what();
    } catch (const std::exception& e) {
      thrown = e.what();
    }
    if (!thrown.empty()) {
      wechat::api_failure why;
      why.action = wechat::api_action::unknown;
      why.message = std::move(thrown);
      react(std::move(to), why);
    }
  }
  bell_.ring();
}

void ledger_worker::record(recipient to, const wechat::api_result<void>& outcome) {
  if (outcome.has_error()) {
    react(std::move(to), outcome.error());
    return;
  }
  with_.holding_back.success();
  settled_delivery row;
  row.subscriber = to.who.subscriber;
  note(std::move(row));
}

void ledger_worker::react(recipient to, const wechat::api_failure& why) {
  using step = reaction::step;
  using wechat::api_action;
  reaction next = react_to(why, to.attempts, with_.time.now());
  settled_delivery row;
  row.subscriber = to.who.subscriber;
  row.errcode = why.errcode;
  row.reason = next.reason;
  row.gone = next.gone;
  row.window_closed = next.window_closed;
  switch (next.what) {
    case step::done: row.state = delivery_state::sent; break;
    case step::give_up: row.state = delivery_state::failed; break;
    case step::leave: row.state = delivery_state::unknown; break;
    case step::pause:
      row.state = delivery_state::planned;
      pause_until(next.at, next.tell_desk ? why.to_line() : std::string{});
      break;
    case step::again: backing_off_.emplace(next.at, std::move(to)); break;
  }
  if (next.what != step::again) note(std::move(row));
  else bell_.ring();
  const bool platform_in_trouble =
      why.action == api_action::retry || why.action == api_action::not_sent || why.action == api_action::unknown;
  if (platform_in_trouble) note_trouble(next.reason);
  else with_.holding_back.success();
}

void ledger_worker::note(settled_delivery row) {
  auto& counts = with_.counts;
  if (row.state == delivery_state::sent) ++counts.sent;
  if (row.state == delivery_state::failed) ++counts.failed;
  if (row.state == delivery_state::unknown) ++counts.unknown;
  if (results_.empty()) {
    oldest_result_ = with_.time.now();
    // The alarm may be set for later than the longest that a result may wait.
    if (settling_ == 0) bell_.ring();
  }
  results_.push_back(std::move(row));
  if (results_.size() >= group_size_ / 2) bell_.ring();
}

void ledger_worker::note_trouble(const std::string& reason) {
  if (with_.holding_back.trouble())
    pause_until(with_.time.now() + with_.holding_back.pause(), "the platform is in trouble (" + reason + "), waiting");
}

void ledger_worker::pause_until(timestamp t, std::string problem) {
  if (!pause_ || *pause_ < t) pause_ = t;
  if (problem_.empty()) problem_ = std::move(problem);
}

void ledger_worker::start_settling() {
  if (results_.empty() || trouble_) return;
  const bool due = results_.size() >= group_size_ / 2 || with_.time.now() - oldest_result_ >= longest_unsettled;
  if (!due) return;
  ++settling_;
  lanes_.spawn("ledger", settle(std::exchange(results_, {})));
}

task<> ledger_worker::settle(std::vector<settled_delivery> batch) {
  const counted running(settling_);
  auto copy = batch;
  const auto settled = co_await with_.ledger.settle(push_, std::move(copy), with_.time.now());
  if (settled.has_error()) {
    trouble_ = settled.error();
    results_.insert(results_.end(), batch.begin(), batch.end());
  }
  bell_.ring();
}

// The results that are left, and everybody whom we claimed and did not send to: planned again.
task<result<void>> ledger_worker::settle_rest() {
  const auto give_back = [this](const recipient& r) {
    settled_delivery row;
    row.subscriber = r.who.subscriber;
    row.state = delivery_state::planned;
    results_.push_back(std::move(row));
  };
  for (const auto& r : queue_) give_back(r);
  for (const auto& [at, r] : backing_off_) give_back(r);
  queue_.clear();
  backing_off_.clear();
  if (results_.empty()) co_return result<void>{};
  result<void> settled;
  for (int attempt = 0; attempt < settle_attempts; ++attempt) {
    auto copy = results_;
    settled = co_await with_.ledger.settle(push_, std::move(copy), with_.time.now());
    if (settled.has_value()) break;
  }
  if (settled.has_error())
    log_error("delivery", std::to_string(results_.size()) + " results could not be written: " + to_line(settled.error()));
  co_return settled;
}

}  // namespace depeche
