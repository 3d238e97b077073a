// One thread's share of a listener: its listening socket and the sessions that came by it. Everything here runs on `loop`.
#pragma once

#include "async/task_group.hpp"
#include "net/http_session.hpp"
#include "net/listener.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <list>
#include <memory>

namespace depeche {

class connection_host : public std::enable_shared_from_this<connection_host> {
 public:
  // `open` counts the connections of all hosts of a listener.
  connection_host(asio::any_io_executor loop, const listener_options& options, const router& routes, http_handler handle,
                  std::shared_ptr<std::atomic<std::size_t>> open);

  result<void> listen(const asio::ip::tcp::endpoint& where, bool share_port);
  asio::ip::tcp::endpoint local() const;
  void start();
  task<> stop(std::chrono::milliseconds patience);

 private:
  struct connection {
    byte_stream* stream = nullptr;
    http_session* session = nullptr;  // none before the handshake is done
  };
  static task<> accept(std::shared_ptr<connection_host> self);
  static task<> serve(std::shared_ptr<connection_host> self, asio::ip::tcp::socket socket);
  task<> pause(std::chrono::milliseconds time);

  asio::any_io_executor loop_;
  const listener_options& options_;
  const router& routes_;
  http_handler handle_;
  std::shared_ptr<std::atomic<std::size_t>> open_;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::list<connection> connections_;
  task_group group_;
  bool stopping_ = false;
};

}  // namespace depeche
