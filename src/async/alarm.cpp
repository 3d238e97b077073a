#include "async/alarm.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>

namespace depeche {

using namespace std::chrono_literals;

alarm::alarm(asio::any_io_executor loop, const clock& time) : clock_(time), timer_(loop) {}

task<bool> alarm::wait_until(timestamp t) {
  for (;;) {
    if (std::exchange(rung_, false)) co_return false;
    const auto left = t - clock_.now();
    if (left <= 0ms) co_return true;
    // At most a minute at a time: the system's clock may be set while we sleep.
    timer_.expires_after(std::min<std::chrono::milliseconds>(left, 60s));
    boost::system::error_code ec;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (ec == asio::error::operation_aborted && !rung_) throw boost::system::system_error(ec);
  }
}

void alarm::ring() {
  rung_ = true;
  timer_.cancel();
}

}  // namespace depeche
