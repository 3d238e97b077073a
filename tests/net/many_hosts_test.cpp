// A client that asks many hosts must not keep a connection to each.
#include "loop.hpp"
#include "support/catch.hpp"

#include "net/https_client.hpp"
#include "net/listener.hpp"
#include "net/router.hpp"

#include <filesystem>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

long open_files() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return std::distance(begin(all), end(all));
}

}  // namespace

TEST_CASE("of more hosts than a client keeps, the idle connections are closed") {
  asio::io_context loop;
  router routes;
  routes.add("GET", "/", [](http_request) -> task<http_response> { co_return text_response(200, "ok"); });
  listener_options at;
  at.address = "0.0.0.0";
  at.port = 0;
  const auto server = start_listener(loop.get_executor(), at, routes).value();
  https_client_options options;
  options.hosts_kept = 4;
  const auto client = make_https_client(loop.get_executor(), options).value();
  const auto before = open_files();
  int answered = 0;
  run_on(loop, [](https_client& with, std::uint16_t port, int& count) -> task<> {
    for (int host = 1; host <= 40; ++host) {
      client_request request;
      request.target = parse_url("http://127.0.0." + std::to_string(host) + ":" + std::to_string(port) + "/").value();
      request.limit = 5s;
      const auto got = co_await with.exchange(std::move(request));
      if (got.has_value()) ++count;
    }
  }(*client, server->port(), answered));
  CHECK(answered == 40);
  // Both ends of each are in this process; the server's may take a moment longer.
  loop.restart();
  loop.run_for(50ms);
  CHECK(open_files() - before <= 2 * 4 + 2);
  client->close_idle();
}
