// The platform as an outside fact: every exchange is answered by a function of the test, one turn of the loop later, so that
// concurrent callers really meet.
#pragma once

#include "net/https_client.hpp"
#include "wechat/access_token.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <vector>

class scripted_platform final : public depeche::https_client {
 public:
  using answer_function = std::function<depeche::result<depeche::client_response>(const depeche::client_request&)>;

  answer_function answer;
  std::vector<depeche::client_request> requests;
  int silent = 0;  // so many requests get no answer: they last until they are cancelled

  depeche::task<depeche::result<depeche::client_response>> exchange(depeche::client_request request) override {
    requests.push_back(request);
    auto ex = co_await boost::asio::this_coro::executor;
    if (silent-- > 0) {
      boost::asio::steady_timer never(ex, boost::asio::steady_timer::time_point::max());
      co_await never.async_wait(boost::asio::use_awaitable);
    }
    co_await boost::asio::post(ex, boost::asio::use_awaitable);
    co_return answer(request);
  }
  void close_idle() override {}

  // Requests whose target begins so.
  std::size_t count(std::string_view prefix) const {
    std::size_t n = 0;
    for (const auto& r : requests) n += r.target.target.starts_with(prefix) ? 1U : 0U;
    return n;
  }
};

inline depeche::client_response json_answer(std::string body, int status = 200) {
  depeche::client_response r;
  r.status = status;
  r.body = std::move(body);
  return r;
}

inline depeche::wechat::credentials test_credentials() {
  depeche::wechat::credentials who;
  who.app_id = "wx0123456789abcdef";
  who.app_secret = "s3cret";
  who.api_base = depeche::url{"https", "api.weixin.qq.com", 443, "/"};
  return who;
}

// Runs one task on a loop to its end.
template <class T>
T run_on(boost::asio::io_context& loop, depeche::task<T> work) {
  std::optional<T> out;
  std::exception_ptr thrown;
  boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e, T value) {
    thrown = e;
    out.emplace(std::move(value));
  });
  loop.restart();
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(out.value());
}
