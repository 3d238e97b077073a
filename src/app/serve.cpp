#include "app/serve.hpp"

#include "app/bot.hpp"
#include "base/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include <csignal>

namespace depeche {
namespace {

// Waits for signals; the first SIGTERM or SIGINT stops in two steps, a second one at once.
task<> obey_signals(bot& b, asio::io_context& loop) {
  asio::signal_set signals(loop, SIGTERM, SIGINT, SIGHUP);
  for (;;) {
    const int signal = co_await signals.async_wait(asio::use_awaitable);
    if (signal != SIGHUP) break;
    b.reload();
  }
  log_info("serve", "stopping");
  signals.async_wait([](const boost::system::error_code& ec, int signal) {
    if (!ec && signal != SIGHUP) std::_Exit(1);
  });
  co_await b.stop();
  signals.cancel();
  loop.stop();
}

}  // namespace

int serve(config settings) {
  set_log_level(settings.log_level);
  asio::io_context loop(1);
  asio::thread_pool pool(1);
  const system_clock time;
  secure_random random;
  const std::string listen = settings.server.listen;
  auto opened = bot::open(loop.get_executor(), pool.get_executor(), time, random, std::move(settings));
  bot& b = *opened.value();
  std::exception_ptr thrown;
  asio::co_spawn(
      loop,
      [&]() -> task<> {
        auto started = co_await b.start();
        started.value();
        log_info("serve", "ready on " + listen + ", port " + std::to_string(b.port()));
        co_await obey_signals(b, loop);
      },
      [&](std::exception_ptr e) {
        thrown = e;
        if (e) loop.stop();
      });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  pool.join();
  return 0;
}

}  // namespace depeche
