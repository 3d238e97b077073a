// Many callers, one piece of work: whoever comes while it runs waits for the same result.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace depeche {

// Loop thread only. T is copied to each caller.
template <class T>
class single_flight {
 public:
  explicit single_flight(asio::any_io_executor loop) : loop_(std::move(loop)) {}

  // Runs `work` when nothing runs, else waits for what does. When the runner is cancelled or throws, waiters get `cancelled`.
  task<result<T>> run(std::function<task<result<T>>()> work) {
    if (flight_) {
      const auto joined = flight_;
      boost::system::error_code ignored;
      co_await joined->landed.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      if (joined->outcome) co_return *joined->outcome;
      co_return fail(errc::cancelled, "the shared work was cancelled");
    }
    const auto mine = std::make_shared<flight>(loop_);
    flight_ = mine;
    // Whatever way this frame ends, nobody may wait for ever.
    struct landing {
      single_flight& owner;
      std::shared_ptr<flight> mine;
      ~landing() {
        owner.flight_.reset();
        mine->landed.cancel();
      }
    } at_end{*this, mine};
    mine->outcome.emplace(co_await work());
    co_return *mine->outcome;
  }

 private:
  struct flight {
    explicit flight(const asio::any_io_executor& loop) : landed(loop, asio::steady_timer::time_point::max()) {}
    asio::steady_timer landed;
    std::optional<result<T>> outcome;
  };
  asio::any_io_executor loop_;
  std::shared_ptr<flight> flight_;
};

}  // namespace depeche
