#include "net/timed_socket.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace depeche {

using std::chrono::steady_clock;

// Shared with the timer's handler, which may be on its way when the stream is destroyed.
struct timed_socket::state {
  explicit state(asio::ip::tcp::socket s) : socket(std::move(s)), timer(socket.get_executor()) {}

  asio::ip::tcp::socket socket;
  asio::steady_timer timer;
  steady_clock::time_point deadline = steady_clock::time_point::max();
  steady_clock::time_point rings_at = steady_clock::time_point::max();
  steady_clock::duration shortest = steady_clock::duration::max();
  bool expired = false;
  bool open = true;

  static void arm(const std::shared_ptr<state>& self, steady_clock::time_point now) {
    self->rings_at = std::min(self->deadline, now + self->shortest);
    self->timer.expires_at(self->rings_at);
    self->timer.async_wait([weak = std::weak_ptr<state>(self)](const boost::system::error_code& ec) {
      const auto alive = weak.lock();
      if (!ec && alive) ring(alive);
    });
  }

  static void ring(const std::shared_ptr<state>& self) {
    const auto now = steady_clock::now();
    if (self->rings_at > now) return;  // moved to an earlier time, and that one has rung already
    self->rings_at = steady_clock::time_point::max();
    if (!self->open) return;
    if (now < self->deadline) return arm(self, now);
    self->expired = true;
    boost::system::error_code ignored;
    self->socket.cancel(ignored);
  }
};

timed_socket::timed_socket(asio::ip::tcp::socket socket) : state_(std::make_shared<state>(std::move(socket))) {}

timed_socket::~timed_socket() { close(); }

asio::ip::tcp::socket& timed_socket::socket() { return state_->socket; }

void timed_socket::prepare(boost::system::error_code& ec) {
  state_->socket.non_blocking(true, ec);
  if (!ec) state_->socket.set_option(asio::ip::tcp::no_delay(true), ec);
}

task<> timed_socket::wait(asio::ip::tcp::socket::wait_type kind, boost::system::error_code& ec) {
  if (expired()) {
    ec = asio::error::timed_out;
    co_return;
  }
  co_await state_->socket.async_wait(kind, asio::redirect_error(asio::use_awaitable, ec));
  translate(ec);
}

void timed_socket::expire_after(std::chrono::milliseconds limit) {
  const auto now = steady_clock::now();
  state& s = *state_;
  s.expired = false;
  s.deadline = now + limit;
  s.shortest = std::min<steady_clock::duration>(s.shortest, std::max<steady_clock::duration>(limit, std::chrono::seconds{1}));
  if (s.deadline < s.rings_at) state::arm(state_, now);
}

void timed_socket::translate(boost::system::error_code& ec) const {
  if (ec == asio::error::operation_aborted && state_->expired) ec = asio::error::timed_out;
}

bool timed_socket::expired() const { return state_->expired; }

task<> timed_socket::linger() {
  state& s = *state_;
  boost::system::error_code ec;
  s.socket.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  expire_after(std::chrono::seconds{1});
  char dropped[4096];
  // Bounded: a peer that never stops sending is cut.
  for (std::size_t left = 32 * 1024 * 1024; !ec && left > 0;) {
    const auto n = ::recv(fd(), dropped, sizeof dropped, MSG_DONTWAIT);
    if (n > 0) {
      left -= std::min(left, static_cast<std::size_t>(n));
      continue;
    }
    if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) break;
    co_await wait(asio::ip::tcp::socket::wait_read, ec);
  }
  close();
}

void timed_socket::close() {
  boost::system::error_code ignored;
  state_->open = false;
  state_->rings_at = steady_clock::time_point::min();
  state_->timer.cancel();
  state_->socket.close(ignored);
}

std::string timed_socket::peer() const {
  boost::system::error_code ec;
  const auto end = state_->socket.remote_endpoint(ec);
  if (ec) return {};
  // A dual-stack socket shows IPv4 clients as mapped addresses.
  const auto address = end.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace depeche
