#include "cli/with_parts.hpp"

#include "base/log.hpp"

#include <CLI/CLI.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

namespace depeche {

void add_config_option(CLI::App& command, std::string& file) {
  file = "depeche.toml";
  command.add_option("--config", file, "The settings' file")->envname("DEPECHE_CONFIG")->capture_default_str();
}

void with_parts(const std::string& config_file, const std::function<task<>(parts&)>& work) {
  config settings = read_config(config_file).value();
  // What a person asked for goes to stdout; only trouble is worth a line beside it.
  set_log_level(log_level::warning);
  asio::io_context loop(1);
  asio::thread_pool pool(1);
  const system_clock time;
  secure_random random;
  auto built = build_parts(loop.get_executor(), pool.get_executor(), time, random, std::move(settings));
  parts& p = *built.value();
  std::exception_ptr thrown;
  auto whole = [&]() -> task<> {
    std::exception_ptr failed;
    try {
      auto added = co_await p.added_sources->all();
      const std::vector<source> beside = added.value();
      p.poller->follow_added(beside);
      auto decided = co_await p.guard->load();
      decided.value();
      co_await work(p);
    } catch (...) {
      failed = std::current_exception();
    }
    co_await p.group.drain(std::chrono::seconds{5});
    for (auto& line : p.lines) line.client->close_idle();
    p.fetcher->close_idle();
    loop.stop();
    if (failed) std::rethrow_exception(failed);
  };
  asio::co_spawn(loop, std::move(whole), [&](std::exception_ptr e) { thrown = e; });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  pool.join();
}

}  // namespace depeche
