// Accepts connections and serves HTTP on them with a router. With more threads than one, each has its own io_context and
// listening socket (SO_REUSEPORT) and hands whole requests to the owner's executor; handlers always run on the owner.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "net/router.hpp"
#include "net/tls_context.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace depeche {

struct listener_options {
  std::string address = "0.0.0.0";
  std::uint16_t port = 443;               // 0: any free port, see port()
  unsigned threads = 1;                   // 1: on the owner's loop
  // Asked per connection (so that a reload takes effect), on the network threads when there are several; empty for plain HTTP.
  std::function<tls_context()> tls;
  std::chrono::milliseconds idle_limit{75'000};     // between requests
  std::chrono::milliseconds request_limit{15'000};  // from a request's first byte to its last
  std::size_t max_connections = 50'000;
};

// Destroy after stop() has returned, or when the owner's loop no longer runs.
class listener {
 public:
  virtual ~listener() = default;
  virtual std::uint16_t port() const = 0;
  // Step one: stops accepting, lets requests that are being read or answered finish, closes idle connections. Step two after
  // `patience`: cuts. Returns when no session is left.
  virtual task<> stop(std::chrono::milliseconds patience) = 0;
};

// Starts at once. Fails (connect_failed) with the address and a remedy when it cannot listen ("address in use").
// `routes` must outlive the listener.
result<std::unique_ptr<listener>> start_listener(asio::any_io_executor owner, listener_options options, const router& routes);

// "127.0.0.1:8443", "[::1]:443", ":443" -> address and port. Fails (bad_config).
result<std::pair<std::string, std::uint16_t>> parse_listen(std::string_view text);

}  // namespace depeche
