// What plain and TLS streams have in common: a non-blocking socket that is read and written by its owner directly, waited for
// through Asio, and one timer that is moved lazily.
#pragma once

#include "async/task.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace depeche {

class timed_socket {
 public:
  explicit timed_socket(asio::ip::tcp::socket socket);
  ~timed_socket();
  timed_socket(const timed_socket&) = delete;
  timed_socket& operator=(const timed_socket&) = delete;

  asio::ip::tcp::socket& socket();
  int fd() { return socket().native_handle(); }

  // Non-blocking, and small writes leave at once. Call when connected.
  void prepare(boost::system::error_code& ec);

  // Waits until the socket can be read or written. timed_out when the stream expired.
  task<> wait(asio::ip::tcp::socket::wait_type kind, boost::system::error_code& ec);

  // Stores a deadline; the timer itself is set only when it would ring too late. It rings at most once per shortest limit
  // ever given, so that a change between a long and a short limit costs nothing.
  void expire_after(std::chrono::milliseconds limit);
  // operation_aborted by our own timer is timed_out.
  void translate(boost::system::error_code& ec) const;
  bool expired() const;

  // Ends our side, then reads and drops for at most a second what the peer still sends: closing with unread bytes would
  // reset the connection, and the peer might lose the answer.
  task<> linger();
  void close();

  std::string peer() const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace depeche
