// A byte_stream over TLS. OpenSSL reads and writes the socket itself and Asio only says when: that costs half of what an engine
// between two memory buffers costs, and halves the memory of an idle connection.
#pragma once

#include "base/result.hpp"
#include "net/byte_stream.hpp"
#include "net/tls_context.hpp"

#include <chrono>
#include <memory>
#include <string>

struct ssl_st;
struct ssl_session_st;

namespace depeche {

class timed_socket;

// What a client keeps of a connection to greet the same server faster the next time.
using tls_session = std::shared_ptr<ssl_session_st>;

class tls_stream final : public byte_stream {
 public:
  // The socket is connected.
  static std::unique_ptr<tls_stream> server(std::unique_ptr<timed_socket> socket, const tls_context& context);
  // Verifies the certificate for `host`, a name or an address. `resume` may be empty.
  static std::unique_ptr<tls_stream> client(std::unique_ptr<timed_socket> socket, const tls_context& context,
                                            const std::string& host, const tls_session& resume);
  ~tls_stream() override;

  // Fails with tls_failed and the reason, timed_out, connection_lost, or cancelled.
  task<result<void>> handshake(std::chrono::milliseconds limit);

  // After an exchange, when the server's ticket has come; empty when there is none.
  tls_session session() const;
  bool resumed() const;

  task<std::size_t> read_some(std::span<char> buffer, boost::system::error_code& ec) override;
  task<> write(std::string_view bytes, boost::system::error_code& ec) override;
  void expire_after(std::chrono::milliseconds limit) override;
  task<> close() override;
  bool is_stale() override;
  std::string peer() const override;

 private:
  enum class next { wait_read, wait_write, ended };
  tls_stream(std::unique_ptr<timed_socket> socket, const tls_context& context);
  next after(int outcome, boost::system::error_code& ec);
  error handshake_failure(const boost::system::error_code& ec) const;

  std::unique_ptr<timed_socket> socket_;
  tls_context context_;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
  std::string host_;
  bool healthy_ = false;   // shaken hands, and no error since: a close_notify makes sense
  bool ended_ = false;     // the peer has closed, or the connection is broken
  bool answered_ = false;  // just written: the peer's next bytes are not here yet, and trying to read would be in vain
};

}  // namespace depeche
