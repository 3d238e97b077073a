#include "net/listener.hpp"

#include "base/log.hpp"
#include "net/connection_host.hpp"
#include "net/hand_over.hpp"
#include "net/tls_error.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <charconv>
#include <thread>

namespace depeche {

namespace {

using asio::ip::tcp;

// A thread with a loop of its own. The loop outlives the thread for whoever still holds it.
class network_thread {
 public:
  network_thread() : loop_(std::make_shared<asio::io_context>(1)), busy_(asio::make_work_guard(*loop_)) {}
  ~network_thread() {
    busy_.reset();
    loop_->stop();
    if (thread_.joinable()) thread_.join();
  }
  const std::shared_ptr<asio::io_context>& loop() const { return loop_; }
  void run() {
    thread_ = std::thread([loop = loop_] { loop->run(); });
  }

 private:
  std::shared_ptr<asio::io_context> loop_;
  asio::executor_work_guard<asio::io_context::executor_type> busy_;
  std::thread thread_;
};

class listener_impl final : public listener {
 public:
  listener_impl(asio::any_io_executor owner, listener_options options, const router& routes)
      : owner_(owner), options_(std::move(options)), routes_(routes), handlers_(std::make_shared<task_group>(owner)),
        stopped_(owner) {}

  result<void> start(tcp::endpoint where) {
    const auto open = std::make_shared<std::atomic<std::size_t>>(0);
    const unsigned threads = std::max(1U, options_.threads);
    for (unsigned i = 0; i < threads; ++i) {
      asio::any_io_executor loop = owner_;
      const router& routes = routes_;
      http_handler handle = [&routes](http_request request) { return routes.handle(std::move(request)); };
      if (threads > 1) {
        threads_.push_back(std::make_unique<network_thread>());
        loop = threads_.back()->loop()->get_executor();
        handle = hand_over_to(owner_, handlers_, routes_, threads_.back()->loop());
      }
      hosts_.push_back(std::make_shared<connection_host>(loop, options_, routes_, std::move(handle), open));
      if (auto listening = hosts_.back()->listen(where, threads > 1); !listening) return listening;
      where.port(hosts_.back()->local().port());
    }
    port_ = where.port();
    for (const auto& host : hosts_) host->start();
    for (const auto& thread : threads_) thread->run();
    return {};
  }

  std::uint16_t port() const override { return port_; }

  task<> stop(std::chrono::milliseconds patience) override {
    if (threads_.empty()) {
      co_await hosts_.front()->stop(patience);
      co_return;
    }
    // Each host stops on its own thread. Requests that they have handed over still run here, until patience ends.
    auto left = std::make_shared<std::size_t>(hosts_.size());
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      const auto tell = [this, left](std::exception_ptr) {
        asio::post(owner_, [this, left] {
          if (--*left == 0) stopped_.cancel();
        });
      };
      asio::co_spawn(*threads_[i]->loop(), hosts_[i]->stop(patience), tell);
    }
    boost::system::error_code ignored;
    stopped_.expires_after(patience);
    co_await stopped_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    co_await handlers_->drain(std::chrono::milliseconds{0});
    while (*left > 0) {
      stopped_.expires_after(std::chrono::milliseconds{200});
      co_await stopped_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    threads_.clear();
  }

 private:
  asio::any_io_executor owner_;
  listener_options options_;
  const router& routes_;
  std::shared_ptr<task_group> handlers_;
  asio::steady_timer stopped_;
  std::vector<std::shared_ptr<connection_host>> hosts_;
  std::vector<std::unique_ptr<network_thread>> threads_;
  std::uint16_t port_ = 0;
};

}  // namespace

result<std::unique_ptr<listener>> start_listener(asio::any_io_executor owner, listener_options options, const router& routes) {
  ignore_broken_pipes();
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec) {
    return fail(errc::connect_failed, "cannot listen: not a numeric address", options.address,
                "write it as 127.0.0.1:8443, [::1]:443 or :443");
  }
  const tcp::endpoint where(address, options.port);
  auto made = std::make_unique<listener_impl>(std::move(owner), std::move(options), routes);
  if (auto started = made->start(where); !started) return started.error();
  return std::unique_ptr<listener>(std::move(made));
}

result<std::pair<std::string, std::uint16_t>> parse_listen(std::string_view text) {
  const auto refuse = [&](const char* why) {
    return fail(errc::bad_config, std::string("cannot listen on this: ") + why, printable(text),
                "write it as 127.0.0.1:8443, [::1]:443 or :443");
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return refuse("no port");
  const auto number = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), port);
  if (failed != std::errc{} || end != number.data() + number.size()) return refuse("the port is not a number up to 65535");
  auto host = text.substr(0, colon);
  if (host.empty()) return std::pair<std::string, std::uint16_t>("0.0.0.0", port);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(std::string(host), ec);
  if (ec || address.is_v6() != bracketed) return refuse("not a numeric address");
  return std::pair<std::string, std::uint16_t>(host, port);
}

}  // namespace depeche
