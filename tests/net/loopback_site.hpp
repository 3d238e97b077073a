// A server of ours with a certificate for this machine, and a client that trusts it, on one loop.
#pragma once

#include "loop.hpp"

#include "async/gate.hpp"
#include "net/https_client.hpp"
#include "net/listener.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <filesystem>
#include <set>
#include <thread>

#include <unistd.h>

namespace depeche {

using namespace std::chrono_literals;
using asio::ip::tcp;

// A folder that goes with the test; a certificate in it for 127.0.0.1 and localhost.
struct certificate {
  std::filesystem::path folder;
  std::string cert, key;
  explicit certificate(std::vector<std::string> names = {"localhost", "127.0.0.1"}) {
    std::string form = (std::filesystem::temp_directory_path() / "depeche-net-XXXXXX").string();
    if (::mkdtemp(form.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder = form;
    cert = (folder / "cert.pem").string();
    key = (folder / "key.pem").string();
    if (auto made = write_self_signed_certificate(cert, key, "depeche test", names, 10); !made) {
      throw std::runtime_error(to_line(made.error()));
    }
  }
  ~certificate() { std::filesystem::remove_all(folder); }
};

struct site {
  explicit site(unsigned threads = 1, bool with_tls = true) {
    options.address = "127.0.0.1";
    options.port = 0;
    options.threads = threads;
    if (with_tls) options.tls = [context = make_server_context(files.cert, files.key).value()] { return context; };
    routes.add("GET", "/hello", [this](http_request r) -> task<http_response> {
      ++hits;
      peers.insert(r.peer);
      ran_on.insert(std::this_thread::get_id());
      co_return text_response(200, "hello");
    });
    routes.add("POST", "/echo", [this](http_request r) -> task<http_response> {
      ++hits;
      co_return text_response(200, std::move(r.body));
    });
    routes.add("GET", "/wait", [this](http_request) -> task<http_response> {
      ++hits;
      entered.open();
      co_await go.wait();
      co_return text_response(200, "waited");
    });
    routes.add("GET", "/close", [this](http_request) -> task<http_response> {
      ++hits;
      auto r = text_response(200, "closing");
      r.close = true;
      co_return r;
    });
    routes.set_body_limit("/echo", 4 * 1024 * 1024);
    scheme = with_tls ? "https" : "http";
  }
  void open() { listening = start_listener(loop.get_executor(), options, routes).value(); }
  client_request request(std::string path, std::string host = "127.0.0.1") {
    client_request r;
    r.target = parse_url(scheme + "://" + host + ":" + std::to_string(listening->port()) + path).value();
    return r;
  }
  std::unique_ptr<https_client> client(bool trusting = true) {
    https_client_options o;
    if (trusting) o.ca_file = files.cert;
    return make_https_client(loop.get_executor(), o).value();
  }
  void run(std::function<task<>()> work) {
    const auto whole = [&]() -> task<> {
      co_await work();
      co_await listening->stop(1s);
    };
    run_on(loop, whole());
  }

  certificate files;
  asio::io_context loop{1};
  listener_options options;
  router routes;
  std::string scheme;
  int hits = 0;
  std::set<std::string> peers;
  std::set<std::thread::id> ran_on;
  gate entered{loop.get_executor()};
  gate go{loop.get_executor()};
  std::unique_ptr<listener> listening;
};

inline task<tcp::socket> connect_to(std::uint16_t port) {
  auto ex = co_await asio::this_coro::executor;
  tcp::socket socket(ex);
  const tcp::endpoint where(asio::ip::make_address("127.0.0.1"), port);
  co_await socket.async_connect(where, asio::use_awaitable);
  co_return socket;
}

inline task<std::string> read_to_end(tcp::socket& socket) {
  std::string all;
  boost::system::error_code ec;
  const auto into = asio::dynamic_buffer(all);
  co_await asio::async_read(socket, into, asio::redirect_error(asio::use_awaitable, ec));
  co_return all;
}

inline errc code_of(const result<client_response>& r) { return r ? errc{} : r.error().code; }

}  // namespace depeche
