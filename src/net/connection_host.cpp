#include "net/connection_host.hpp"

#include "base/log.hpp"
#include "net/plain_stream.hpp"
#include "net/timed_socket.hpp"
#include "net/tls_stream.hpp"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>

#include <sys/socket.h>

namespace depeche {

using namespace std::chrono_literals;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds handshake_limit = 10s;
constexpr std::chrono::milliseconds pause_after_error = 100ms;
constexpr std::chrono::milliseconds pause_when_full = 20ms;

std::string remedy_of(const boost::system::error_code& ec) {
  if (ec == asio::error::address_in_use) return "another program listens there: stop it, or choose another port";
  if (ec == asio::error::access_denied) {
    return "ports below 1024 need a privilege: choose another, or grant CAP_NET_BIND_SERVICE";
  }
  if (ec == boost::system::errc::address_not_available) return "this machine has no such address: check server.listen";
  return "check server.listen";
}

}  // namespace

connection_host::connection_host(asio::any_io_executor loop, const listener_options& options, const router& routes,
                                 http_handler handle, std::shared_ptr<std::atomic<std::size_t>> open)
    : loop_(loop), options_(options), routes_(routes), handle_(std::move(handle)), open_(std::move(open)), acceptor_(loop),
      pause_(loop), group_(loop) {}

result<void> connection_host::listen(const tcp::endpoint& where, bool share_port) {
  boost::system::error_code ec;
  acceptor_.open(where.protocol(), ec);
  if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec && share_port) {
    const int on = 1;
    if (::setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
      ec.assign(errno, boost::system::system_category());
    }
  }
  boost::system::error_code ignored;
  if (!ec && where.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false), ignored);
  if (!ec) acceptor_.bind(where, ec);
  if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
  if (!ec) acceptor_.non_blocking(true, ec);
  if (!ec) return {};
  const std::string shown = where.address().is_v6() ? "[" + where.address().to_string() + "]" : where.address().to_string();
  return fail(errc::connect_failed, "cannot listen (" + ec.message() + ")", shown + ":" + std::to_string(where.port()),
              remedy_of(ec));
}

tcp::endpoint connection_host::local() const {
  boost::system::error_code ec;
  return acceptor_.local_endpoint(ec);
}

void connection_host::start() { group_.spawn("accept", accept(shared_from_this())); }

task<> connection_host::accept(std::shared_ptr<connection_host> self) {
  bool complained = false;
  bool full = false;
  while (!self->stopping_) {
    if (*self->open_ >= self->options_.max_connections) {
      if (!std::exchange(full, true)) log_warning("http", "all connections are in use: new ones have to wait");
      co_await self->pause(pause_when_full);
      continue;
    }
    // Said once, until a tenth is free again: not once per turn of the door.
    if (*self->open_ < self->options_.max_connections - self->options_.max_connections / 10) full = false;
    boost::system::error_code ec;
    auto socket = co_await self->acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, ec));
    if (self->stopping_) break;
    if (ec == asio::error::connection_aborted) continue;
    if (ec) {
      // Out of descriptors or memory: whoever is connected goes on, and some of them will leave.
      if (!std::exchange(complained, true)) log_error("http", "cannot accept connections: " + ec.message());
      co_await self->pause(pause_after_error);
      continue;
    }
    complained = false;
    self->group_.spawn("http session", serve(self, std::move(socket)));
  }
}

task<> connection_host::pause(std::chrono::milliseconds time) {
  pause_.expires_after(time);
  boost::system::error_code ignored;
  co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

task<> connection_host::serve(std::shared_ptr<connection_host> self, tcp::socket socket) {
  struct entry {
    connection_host& host;
    std::list<connection>::iterator place;
    explicit entry(connection_host& h) : host(h), place(h.connections_.emplace(h.connections_.end())) { ++*host.open_; }
    ~entry() {
      host.connections_.erase(place);
      --*host.open_;
    }
  };
  co_await finish_rounds_on_stop();
  auto timed = std::make_unique<timed_socket>(std::move(socket));
  boost::system::error_code ec;
  timed->prepare(ec);
  if (ec) co_return;
  std::unique_ptr<byte_stream> stream;
  entry here(*self);
  if (self->options_.tls) {
    auto tls = tls_stream::server(std::move(timed), self->options_.tls());
    here.place->stream = tls.get();
    auto shaken = co_await tls->handshake(handshake_limit);
    if (!shaken) {
      log_debug("http", tls->peer() + ": " + to_line(shaken.error()));
      co_return;
    }
    stream = std::move(tls);
  } else {
    stream = make_plain_stream(std::move(timed));
    here.place->stream = stream.get();
  }
  session_limits limits;
  limits.idle = self->options_.idle_limit;
  limits.request = self->options_.request_limit;
  http_session session(*stream, limits, self->routes_, self->handle_);
  here.place->session = &session;
  if (self->stopping_) session.finish();
  co_await session.run();
}

task<> connection_host::stop(std::chrono::milliseconds patience) {
  stopping_ = true;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (const connection& c : connections_) {
    if (c.session != nullptr) {
      c.session->finish();
    } else {
      c.stream->expire_after(0ms);
    }
  }
  co_await group_.drain(patience);
}

}  // namespace depeche
