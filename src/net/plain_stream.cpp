#include "net/plain_stream.hpp"

#include "net/timed_socket.hpp"

#include <boost/asio/error.hpp>

#include <sys/socket.h>

#include <cerrno>

namespace depeche {

namespace {

using wait_type = asio::ip::tcp::socket::wait_type;

class plain_stream final : public byte_stream {
 public:
  explicit plain_stream(std::unique_ptr<timed_socket> socket) : socket_(std::move(socket)) {}

  task<std::size_t> read_some(std::span<char> buffer, boost::system::error_code& ec) override {
    for (;;) {
      const auto n = ::recv(socket_->fd(), buffer.data(), buffer.size(), 0);
      if (n > 0) {
        ec = {};
        co_return static_cast<std::size_t>(n);
      }
      if (n == 0) {
        ended_ = true;
        ec = asio::error::eof;
        co_return 0;
      }
      if (!would_block(ec)) co_return 0;
      co_await socket_->wait(wait_type::wait_read, ec);
      if (ec) co_return 0;
    }
  }

  task<> write(std::string_view bytes, boost::system::error_code& ec) override {
    ec = {};
    while (!bytes.empty()) {
      const auto n = ::send(socket_->fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(n));
        continue;
      }
      if (!would_block(ec)) co_return;
      co_await socket_->wait(wait_type::wait_write, ec);
      if (ec) co_return;
    }
  }

  void expire_after(std::chrono::milliseconds limit) override { socket_->expire_after(limit); }

  task<> close() override {
    if (ended_) {
      socket_->close();
    } else {
      co_await socket_->linger();
    }
  }

  bool is_stale() override {
    char byte;
    const auto n = ::recv(socket_->fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
  }

  std::string peer() const override { return socket_->peer(); }

 private:
  // After a failed call: true when it is worth waiting, else `ec` says what is wrong.
  bool would_block(boost::system::error_code& ec) {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return true;
    ec.assign(errno, boost::system::system_category());
    ended_ = true;
    return false;
  }

  std::unique_ptr<timed_socket> socket_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<byte_stream> make_plain_stream(std::unique_ptr<timed_socket> socket) {
  return std::make_unique<plain_stream>(std::move(socket));
}

}  // namespace depeche
