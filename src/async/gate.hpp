// A flag that one side raises and others wait for. Loop thread only.
#pragma once

#include "async/task.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>
#include <utility>

namespace depeche {

class gate {
 public:
  explicit gate(asio::any_io_executor loop) : loop_(std::move(loop)) {}
  bool is_open() const { return open_; }
  void open() {
    open_ = true;
    if (timer_) timer_->cancel();
  }
  // Returns when open, or when cancelled (then is_open() may be false).
  task<> wait() {
    if (open_) co_return;
    // Most gates open before anybody comes.
    if (!timer_) timer_.emplace(loop_, asio::steady_timer::time_point::max());
    boost::system::error_code ignored;
    co_await timer_->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

 private:
  asio::any_io_executor loop_;
  std::optional<asio::steady_timer> timer_;
  bool open_ = false;
};

}  // namespace depeche
