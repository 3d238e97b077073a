// Wakes everyone who waits for something to happen. Loop thread only.
#pragma once

#include "async/task.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>

namespace depeche::sandbox {

class bell {
 public:
  explicit bell(asio::any_io_executor loop) : loop_(std::move(loop)) {}

  void ring() {
    for (auto* waiting : waiting_) waiting->cancel();
  }

  // Returns after ring(), after `limit` of real time, or when cancelled.
  task<> wait(std::chrono::milliseconds limit) {
    asio::steady_timer timer(loop_, limit);
    const auto place = waiting_.insert(waiting_.end(), &timer);
    struct leave {
      bell& from;
      std::list<asio::steady_timer*>::iterator place;
      ~leave() { from.waiting_.erase(place); }
    } at_end{*this, place};
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

 private:
  asio::any_io_executor loop_;
  std::list<asio::steady_timer*> waiting_;
};

// A version that grows with every change that the page could show.
class changes {
 public:
  explicit changes(asio::any_io_executor loop) : bell_(std::move(loop)) {}
  std::uint64_t version() const { return version_; }
  std::uint64_t note() {
    ++version_;
    bell_.ring();
    return version_;
  }
  task<> wait_beyond(std::uint64_t seen, std::chrono::milliseconds limit) {
    if (version_ <= seen) co_await bell_.wait(limit);
  }
  void release() { bell_.ring(); }

 private:
  std::uint64_t version_ = 1;
  bell bell_;
};

}  // namespace depeche::sandbox
