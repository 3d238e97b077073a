// A peer in memory: says what it is told in pieces of a given size, keeps what it hears, and fails at a chosen step.
#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstring>
#include <string>

namespace depeche {

class scripted_stream final : public byte_stream {
 public:
  explicit scripted_stream(std::string says, std::size_t piece = 1 << 20) : says_(std::move(says)), piece_(piece) {}

  std::string heard;
  int fail_at = -1;                                               // the operation that fails, counted from 0
  boost::system::error_code failure = asio::error::connection_reset;
  boost::system::error_code at_end = asio::error::eof;            // when all is said
  int steps = 0;
  int closes = 0;

  task<std::size_t> read_some(std::span<char> buffer, boost::system::error_code& ec) override {
    co_await turn();
    ec = {};
    if (steps++ == fail_at) {
      ec = failure;
      co_return 0;
    }
    if (says_.empty()) {
      ec = at_end;
      co_return 0;
    }
    const auto n = std::min({buffer.size(), piece_, says_.size()});
    std::memcpy(buffer.data(), says_.data(), n);
    says_.erase(0, n);
    co_return n;
  }
  task<> write(std::string_view bytes, boost::system::error_code& ec) override {
    co_await turn();
    ec = {};
    if (steps++ == fail_at) {
      ec = failure;
      co_return;
    }
    heard += bytes;
  }
  void expire_after(std::chrono::milliseconds) override {}
  task<> close() override {
    ++closes;
    co_return;
  }
  bool is_stale() override { return false; }
  std::string peer() const override { return "192.0.2.7"; }
  std::string unread() const { return says_; }

 private:
  // Through the loop, as a socket would: not all in one call stack.
  static task<> turn() {
    auto ex = co_await asio::this_coro::executor;
    co_await asio::post(ex, asio::use_awaitable);
  }
  std::string says_;
  std::size_t piece_;
};

}  // namespace depeche
