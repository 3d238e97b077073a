// A call that may be repeated, repeated while the platform is busy: for long work, which one -1 must not end.
#pragma once

#include "async/task.hpp"
#include "wechat/errcode.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <span>

namespace depeche::wechat {

inline constexpr std::array<std::chrono::milliseconds, 3> busy_pauses{std::chrono::seconds{1}, std::chrono::seconds{3}, std::chrono::seconds{6}};

// Whether the same call may well succeed soon.
inline bool is_passing(const api_failure& why) {
  return why.action == api_action::retry || why.action == api_action::retry_minute || why.action == api_action::not_sent;
}

// What `ask` comes to, asked anew after each pause (in real time; a minute at least when the minute's limit is reached) while the
// failure is a passing one. Cancellable like what it asks.
template <class T>
task<api_result<T>> patiently(std::function<task<api_result<T>>()> ask, std::span<const std::chrono::milliseconds> pauses = busy_pauses) {
  auto ex = co_await asio::this_coro::executor;
  asio::steady_timer timer(ex);
  for (std::chrono::milliseconds pause : pauses) {
    auto got = co_await ask();
    if (got.has_value() || !is_passing(got.error())) co_return got;
    if (got.error().action == api_action::retry_minute) pause = std::chrono::minutes{1};
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return co_await ask();
}

}  // namespace depeche::wechat
