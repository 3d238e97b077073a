#include "async/task_group.hpp"

#include "base/log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>

namespace depeche {

task_group::task_group(asio::any_io_executor loop) : loop_(loop), emptied_(loop) {
  emptied_.expires_at(asio::steady_timer::time_point::max());
}

task_group::~task_group() = default;

void task_group::spawn(std::string_view name, task<> work) {
  if (draining_) return;
  const auto it = members_.emplace(members_.end());
  it->name = name;
  asio::co_spawn(loop_, std::move(work),
                 asio::bind_cancellation_slot(it->signal.slot(), [this, it](std::exception_ptr thrown) {
                   if (thrown) {
                     try {
                       std::rethrow_exception(thrown);
                     } catch (const boost::system::system_error& e) {
                       if (e.code() != asio::error::operation_aborted) log_error(it->name, e.what());
                     } catch (const std::exception& e) {
                       log_error(it->name, e.what());
                     }
                   }
                   members_.erase(it);
                   if (members_.empty()) emptied_.cancel();
                 }));
}

task<> task_group::drain(std::chrono::milliseconds patience) {
  draining_ = true;
  const auto emit = [this](asio::cancellation_type kind) {
    // A member may end, and leave the list, while its signal is emitted: step first.
    for (auto it = members_.begin(); it != members_.end();) (it++)->signal.emit(kind);
  };
  emit(asio::cancellation_type::total);
  boost::system::error_code ignored;
  if (!members_.empty()) {
    emptied_.expires_after(patience);
    co_await emptied_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  while (!members_.empty()) {
    emit(asio::cancellation_type::terminal);
    if (members_.empty()) break;
    emptied_.expires_after(std::chrono::milliseconds{200});
    co_await emptied_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

task<bool> stop_requested() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

task<> finish_rounds_on_stop() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation(), asio::enable_terminal_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
}

}  // namespace depeche
