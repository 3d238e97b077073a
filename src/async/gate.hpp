// A flag that one side raises and others wait for. Loop thread only.
#pragma once

#include "async/task.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

namespace depeche {

class gate {
 public:
  explicit gate(const asio::any_io_executor& loop) : timer_(loop, asio::steady_timer::time_point::max()) {}
  bool is_open() const { return open_; }
  void open() {
    open_ = true;
    timer_.cancel();
  }
  // Returns when open, or when cancelled (then is_open() may be false).
  task<> wait() {
    if (open_) co_return;
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

 private:
  asio::steady_timer timer_;
  bool open_ = false;
};

}  // namespace depeche
