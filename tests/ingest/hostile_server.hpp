// A server that answers as badly as it likes: whatever it does with the connection after the request's header is a coroutine's business.
#pragma once

#include "async/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <functional>
#include <map>
#include <string>

namespace depeche {

// A connection of it. Writing to a client that has gone says false.
class hostile_connection {
 public:
  hostile_connection(asio::ip::tcp::socket s, std::size_t& sent) : socket_(std::move(s)), sent_(sent) {}

  task<bool> send(std::string bytes) {
    boost::system::error_code ec;
    sent_ += co_await asio::async_write(socket_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ec));
    co_return !ec;
  }
  task<> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(socket_.get_executor(), time);
    co_await timer.async_wait(asio::use_awaitable);
  }
  task<std::string> header() {
    std::string bytes;
    boost::system::error_code ec;
    co_await asio::async_read_until(socket_, asio::dynamic_buffer(bytes), "\r\n\r\n", asio::redirect_error(asio::use_awaitable, ec));
    co_return bytes;
  }

 private:
  asio::ip::tcp::socket socket_;
  std::size_t& sent_;
};

class hostile_server {
 public:
  using conduct = std::function<task<>(hostile_connection&, std::string header)>;

  explicit hostile_server(asio::io_context& loop) : acceptor_(loop, {asio::ip::address_v4::any(), 0}) {
    asio::co_spawn(loop, accept(), asio::detached);
  }

  // On every address of this machine.
  std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
  conduct on_request;
  std::size_t connections = 0, sent = 0;

 private:
  task<> accept() {
    for (;;) {
      auto socket = co_await acceptor_.async_accept(asio::use_awaitable);
      ++connections;
      auto ex = co_await asio::this_coro::executor;
      asio::co_spawn(ex, serve(std::move(socket)), asio::detached);
    }
  }
  task<> serve(asio::ip::tcp::socket socket) {
    hostile_connection connection(std::move(socket), sent);
    std::string header = co_await connection.header();
    if (on_request) co_await on_request(connection, std::move(header));
  }

  asio::ip::tcp::acceptor acceptor_;
};

}  // namespace depeche
