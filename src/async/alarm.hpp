// Waiting for a time of the program's clock, which may be driven: waits in real time for what remains, and looks again when
// rung (the clock was moved, or work arrived early).
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <vector>

namespace depeche {

class alarm {
 public:
  alarm(asio::any_io_executor loop, const clock& time);

  // Returns when the clock shows `t` or later (true), or when ring() was called before that (false). A ring that comes while
  // nobody waits is kept for the next wait. One waiter at a time. Cancellable; throws operation_aborted then.
  task<bool> wait_until(timestamp t);

  // Loop thread only. From another thread, post it.
  void ring();

 private:
  const clock& clock_;
  asio::steady_timer timer_;
  bool rung_ = false;
};

}  // namespace depeche
