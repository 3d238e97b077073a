// One piece of work at a time: who comes while another is at it waits.
#pragma once

#include "async/task.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace depeche {

// Loop thread only; outlives every turn.
class turns {
 public:
  explicit turns(asio::any_io_executor loop) : freed_(std::move(loop), asio::steady_timer::time_point::max()) {}

  // Ends the turn when it goes.
  class turn {
   public:
    explicit turn(turns& of) : of_(&of) { of.taken_ = true; }
    turn(turn&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    turn& operator=(turn&&) = delete;
    ~turn() {
      if (!of_) return;
      of_->taken_ = false;
      of_->freed_.cancel();
    }

   private:
    turns* of_;
  };

  task<turn> take() {
    // All who wait are woken, so that one who was cancelled in that moment takes nobody's turn with him.
    while (taken_) {
      boost::system::error_code ignored;
      co_await freed_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return turn(*this);
  }

 private:
  asio::steady_timer freed_;
  bool taken_ = false;
};

}  // namespace depeche
