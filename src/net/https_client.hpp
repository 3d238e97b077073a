// HTTP/1.1 client over kept TLS (or plain) connections: one exchange under one time limit.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "net/address_guard.hpp"
#include "net/http_message.hpp"
#include "net/proxy.hpp"
#include "net/url.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace depeche {

struct client_request {
  std::string method = "GET";
  url target;
  http_headers headers;  // Host, Content-Length, Connection and User-Agent are written by the client
  std::string body;
  std::chrono::milliseconds limit{10'000};  // the whole exchange, name lookup and handshake included
  std::size_t max_body = 8 * 1024 * 1024;   // bytes of the response's body
};

struct client_response {
  int status = 0;
  http_headers headers;
  std::string body;
};

struct https_client_options {
  std::string ca_file;               // PEM certificates trusted beside the system's; empty for none
  std::size_t connections_per_host = 64;
  std::chrono::seconds idle_limit{55};
  std::size_t hosts_kept = 256;      // when there are more, the idle connections of all are closed: who asks thousands meets few again
  address_guard guard = address_guard::open();
  proxy_settings proxy;
  std::string user_agent = "depeche/0.1";
};

class https_client {
 public:
  virtual ~https_client() = default;

  // Redirects are not followed. The failure says how far it went:
  //   connect_failed, tls_failed, address_refused: the request has not left; it may be made again.
  //   timed_out, connection_lost: it may have been received and acted upon: the outcome is unknown.
  //   too_large, http_malformed: an answer came, and is unusable.
  // A kept connection that the peer has closed meanwhile is noticed before the request is written, and replaced.
  // Waits for a free connection when connections_per_host are busy. Loop thread only.
  virtual task<result<client_response>> exchange(client_request request) = 0;

  // Closes idle connections; running exchanges end on their own. Until then, kept connections' timers keep a loop running.
  virtual void close_idle() = 0;
};

// Fails (tls_failed) when the CA file cannot be read. Names are resolved on Asio's resolver thread.
result<std::unique_ptr<https_client>> make_https_client(asio::any_io_executor loop, https_client_options options);

}  // namespace depeche
