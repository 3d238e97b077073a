// The seam between transport and HTTP: plain TCP, TLS, or a scripted peer in tests.
#pragma once

#include "async/task.hpp"

#include <boost/system/error_code.hpp>

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace depeche {

class byte_stream {
 public:
  virtual ~byte_stream() = default;
  // At least one byte, or an error: asio::error::eof for an orderly end, asio::error::timed_out when the stream expired.
  virtual task<std::size_t> read_some(std::span<char> buffer, boost::system::error_code& ec) = 0;
  // All of it, or an error.
  virtual task<> write(std::string_view bytes, boost::system::error_code& ec) = 0;
  // The whole stream fails with timed_out from then on, moved lazily: one timer per connection. Called again after that, it
  // gives a new term (to say goodbye).
  virtual void expire_after(std::chrono::milliseconds limit) = 0;
  // Orderly where possible (TLS close_notify), never waiting for the peer longer than a second.
  virtual task<> close() = 0;
  // True when an idle connection has been closed by the peer or has sent something unasked: not to be reused.
  virtual bool is_stale() = 0;
  virtual std::string peer() const = 0;
};

}  // namespace depeche
