#include "net/tls_stream.hpp"

#include "net/timed_socket.hpp"
#include "net/tls_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace depeche {

namespace {

using wait_type = asio::ip::tcp::socket::wait_type;

int at_most_int(std::size_t n) { return static_cast<int>(std::min<std::size_t>(n, INT_MAX)); }

}  // namespace

tls_stream::tls_stream(std::unique_ptr<timed_socket> socket, const tls_context& context)
    : socket_(std::move(socket)), context_(context), ssl_(SSL_new(context.get()), [](ssl_st* s) { SSL_free(s); }) {
  if (!ssl_ || SSL_set_fd(ssl_.get(), socket_->fd()) != 1) throw std::bad_alloc();
}

tls_stream::~tls_stream() {
  ERR_clear_error();
  if (healthy_ && !ended_) SSL_shutdown(ssl_.get());
}

std::unique_ptr<tls_stream> tls_stream::server(std::unique_ptr<timed_socket> socket, const tls_context& context) {
  std::unique_ptr<tls_stream> stream(new tls_stream(std::move(socket), context));
  SSL_set_accept_state(stream->ssl_.get());
  return stream;
}

std::unique_ptr<tls_stream> tls_stream::client(std::unique_ptr<timed_socket> socket, const tls_context& context,
                                               const std::string& host, const tls_session& resume) {
  std::unique_ptr<tls_stream> stream(new tls_stream(std::move(socket), context));
  SSL* ssl = stream->ssl_.get();
  stream->host_ = host;
  boost::system::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (not_an_address) {
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(ssl, host.c_str());
    // SSL_set_tlsext_host_name, whose macro casts in the old style.
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, stream->host_.data());
  } else {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
  }
  if (resume) SSL_set_session(ssl, resume.get());
  SSL_set_connect_state(ssl);
  return stream;
}

// Must follow the call at once: OpenSSL looks at errno and at the thread's queue.
tls_stream::next tls_stream::after(int outcome, boost::system::error_code& ec) {
  const int system_error = errno;
  switch (SSL_get_error(ssl_.get(), outcome)) {
    case SSL_ERROR_WANT_READ:
      return next::wait_read;
    case SSL_ERROR_WANT_WRITE:
      return next::wait_write;
    case SSL_ERROR_ZERO_RETURN:
      ec = asio::error::eof;
      break;
    case SSL_ERROR_SYSCALL:
      if (system_error != 0) {
        ec.assign(system_error, boost::system::system_category());
      } else {
        ec = asio::error::connection_reset;
      }
      healthy_ = false;
      break;
    default:
      // Among them an end without close_notify, which might be an attacker's cut: not an orderly end.
      ec = asio::error::connection_reset;
      healthy_ = false;
  }
  ended_ = true;
  return next::ended;
}

task<result<void>> tls_stream::handshake(std::chrono::milliseconds limit) {
  expire_after(limit);
  boost::system::error_code ec;
  for (;;) {
    ERR_clear_error();
    const int outcome = SSL_do_handshake(ssl_.get());
    if (outcome == 1) {
      healthy_ = true;
      co_return result<void>();
    }
    const auto what = after(outcome, ec);
    if (what == next::ended) break;
    const auto kind = what == next::wait_read ? wait_type::wait_read : wait_type::wait_write;
    co_await socket_->wait(kind, ec);
    if (ec) break;
  }
  co_return handshake_failure(ec);
}

error tls_stream::handshake_failure(const boost::system::error_code& ec) const {
  if (ec == asio::error::timed_out) return fail(errc::timed_out, "no TLS handshake within the time limit", host_);
  if (ec == asio::error::operation_aborted) return fail(errc::cancelled, "the TLS handshake was cut", host_);
  const long verdict = SSL_get_verify_result(ssl_.get());
  if (verdict != X509_V_OK) {
    take_tls_errors("");
    return fail(errc::tls_failed,
                std::string("the server's certificate is refused: ") + X509_verify_cert_error_string(verdict), host_,
                "check the name, or give the CA's file if the server uses one of its own");
  }
  const std::string reason = take_tls_errors("the connection was closed");
  return fail(errc::tls_failed, "the TLS handshake failed: " + reason, host_);
}

tls_session tls_stream::session() const {
  SSL_SESSION* kept = SSL_get1_session(ssl_.get());
  if (kept == nullptr) return nullptr;
  tls_session owned(kept, [](SSL_SESSION* s) { SSL_SESSION_free(s); });
  return SSL_SESSION_is_resumable(kept) == 1 ? owned : nullptr;
}

bool tls_stream::resumed() const { return SSL_session_reused(ssl_.get()) == 1; }

task<std::size_t> tls_stream::read_some(std::span<char> buffer, boost::system::error_code& ec) {
  auto what = next::wait_read;
  bool try_first = !std::exchange(answered_, false) || SSL_has_pending(ssl_.get()) == 1;
  for (;;) {
    if (try_first) {
      ERR_clear_error();
      const int n = SSL_read(ssl_.get(), buffer.data(), at_most_int(buffer.size()));
      if (n > 0) {
        ec = {};
        co_return static_cast<std::size_t>(n);
      }
      what = after(n, ec);
      if (what == next::ended) co_return 0;
    }
    try_first = true;
    const auto kind = what == next::wait_read ? wait_type::wait_read : wait_type::wait_write;
    if (socket_->expired()) {
      ec = asio::error::timed_out;
      co_return 0;
    }
    co_await socket_->socket().async_wait(kind, asio::redirect_error(asio::use_awaitable, ec));
    socket_->translate(ec);
    if (ec) co_return 0;
  }
}

task<> tls_stream::write(std::string_view bytes, boost::system::error_code& ec) {
  ec = {};
  while (!bytes.empty()) {
    ERR_clear_error();
    const int n = SSL_write(ssl_.get(), bytes.data(), at_most_int(bytes.size()));
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    const auto what = after(n, ec);
    if (what == next::ended) co_return;
    const auto kind = what == next::wait_read ? wait_type::wait_read : wait_type::wait_write;
    co_await socket_->wait(kind, ec);
    if (ec) co_return;
  }
  answered_ = true;
}

void tls_stream::expire_after(std::chrono::milliseconds limit) { socket_->expire_after(limit); }

task<> tls_stream::close() {
  if (healthy_) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  const bool peer_waits = !ended_;
  healthy_ = false;
  ended_ = true;
  if (peer_waits) {
    co_await socket_->linger();
  } else {
    socket_->close();
  }
}

bool tls_stream::is_stale() {
  if (ended_) return true;
  ERR_clear_error();
  char byte;
  // Also takes in what may come between exchanges unasked and means nothing to us: session tickets, key updates.
  const int n = SSL_peek(ssl_.get(), &byte, 1);
  boost::system::error_code ignored;
  return n > 0 || after(n, ignored) != next::wait_read;
}

std::string tls_stream::peer() const { return socket_->peer(); }

}  // namespace depeche
