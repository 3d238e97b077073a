// The real listener and the real client over loopback.
#include "loop.hpp"
#include "support/catch.hpp"

#include "async/gate.hpp"
#include "net/https_client.hpp"
#include "net/listener.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <list>
#include <set>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace depeche;
using namespace std::chrono_literals;
using asio::ip::tcp;

namespace {

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

// Set for as long as it lives.
class environment_variable {
 public:
  environment_variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  ~environment_variable() { ::unsetenv(name_); }
  environment_variable(const environment_variable&) = delete;
  environment_variable& operator=(const environment_variable&) = delete;

 private:
  const char* name_;
};

// The name under which OpenSSL looks for a certificate in a folder of authorities.
std::string subject_hash(const std::string& file) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_file(file.c_str(), "r"), &BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> read(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), &X509_free);
  char name[16];
  std::snprintf(name, sizeof name, "%08lx.0", X509_subject_name_hash(read.get()));
  return name;
}

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

task<tcp::socket> connect_to(std::uint16_t port) {
  auto ex = co_await asio::this_coro::executor;
  tcp::socket socket(ex);
  const tcp::endpoint where(asio::ip::make_address("127.0.0.1"), port);
  co_await socket.async_connect(where, asio::use_awaitable);
  co_return socket;
}

task<std::string> read_to_end(tcp::socket& socket) {
  std::string all;
  boost::system::error_code ec;
  const auto into = asio::dynamic_buffer(all);
  co_await asio::async_read(socket, into, asio::redirect_error(asio::use_awaitable, ec));
  co_return all;
}

// A server that counts connections and answers each with what a script says, then closes it or stays silent.
struct scripted_server {
  explicit scripted_server(asio::io_context& loop) : acceptor(loop, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {}
  tcp::acceptor acceptor;
  int connections = 0;
  std::vector<std::string> answers;  // one per connection, in order; the last one repeats
  bool close_after = true;
  std::list<tcp::socket> open;

  std::uint16_t port() { return acceptor.local_endpoint().port(); }
  void start() { asio::co_spawn(acceptor.get_executor(), serve(), [](std::exception_ptr) {}); }
  task<> serve() {
    for (;;) {
      auto socket = co_await acceptor.async_accept(asio::use_awaitable);
      const auto& answer = answers[std::min<std::size_t>(static_cast<std::size_t>(connections++), answers.size() - 1)];
      std::string request;
      boost::system::error_code ec;
      while (request.find("\r\n\r\n") == std::string::npos && !ec) {
        char piece[1024];
        const auto room = asio::buffer(piece);
        const auto n = co_await socket.async_read_some(room, asio::redirect_error(asio::use_awaitable, ec));
        request.append(piece, n);
      }
      const auto out = asio::buffer(answer);
      co_await asio::async_write(socket, out, asio::redirect_error(asio::use_awaitable, ec));
      if (!close_after) open.push_back(std::move(socket));
    }
  }
};

result<client_response> ask_plain(std::string answer, bool close_after = true, std::chrono::milliseconds limit = 5s,
                                  std::size_t max_body = 1000, std::string method = "GET") {
  asio::io_context loop{1};
  scripted_server server(loop);
  server.answers = {std::move(answer)};
  server.close_after = close_after;
  server.start();
  const auto client = make_https_client(loop.get_executor(), https_client_options()).value();
  client_request r;
  r.method = std::move(method);
  r.target = parse_url("http://127.0.0.1:" + std::to_string(server.port())).value();
  r.limit = limit;
  r.max_body = max_body;
  result<client_response> out = fail(errc::cancelled, "not run");
  const auto work = [&]() -> task<> { out = co_await client->exchange(r); };
  run_on(loop, work());
  return out;
}

errc code_of(const result<client_response>& r) { return r ? errc{} : r.error().code; }

}  // namespace

TEST_CASE("requests over one kept TLS connection are answered, on the owner's thread") {
  site s;
  s.open();
  const auto client = s.client();
  s.run([&]() -> task<> {
    for (int i = 0; i < 20; ++i) {
      auto r = co_await client->exchange(s.request("/hello"));
      REQUIRE(r.has_value());
      CHECK(r->status == 200);
      CHECK(r->body == "hello");
      CHECK(header_value(r->headers, "content-type") == "text/plain; charset=utf-8");
    }
    client->close_idle();
  });
  CHECK(s.hits == 20);
  CHECK(s.peers == std::set<std::string>{"127.0.0.1"});
  CHECK(s.ran_on == std::set<std::thread::id>{std::this_thread::get_id()});
}

TEST_CASE("with two network threads, handlers still run on the owner's thread") {
  site s(2);
  s.open();
  const auto client = s.client();
  int answered = 0;
  s.run([&]() -> task<> {
    auto ex = co_await asio::this_coro::executor;
    gate all(ex);
    for (int i = 0; i < 40; ++i) {
      const auto one = [&]() -> task<> {
        for (int k = 0; k < 5; ++k) {
          auto r = co_await client->exchange(s.request("/hello"));
          if (r && r->body == "hello") ++answered;
        }
      };
      asio::co_spawn(ex, one, [&](std::exception_ptr) {
        if (answered == 200) all.open();
      });
    }
    co_await all.wait();
    client->close_idle();
  });
  CHECK(answered == 200);
  CHECK(s.ran_on == std::set<std::thread::id>{std::this_thread::get_id()});
}

TEST_CASE("big bodies pass in both directions, and one over the limit is refused") {
  for (const bool tls : {true, false}) {
    site s(1, tls);
    s.open();
    const auto client = s.client();
    s.run([&]() -> task<> {
      auto r = s.request("/echo");
      r.method = "POST";
      r.body = std::string(3 * 1024 * 1024 + 7, 'x') + "end";
      auto got = co_await client->exchange(r);
      REQUIRE(got.has_value());
      CHECK(got->body == r.body);
      r.max_body = 1024 * 1024;
      auto refused = co_await client->exchange(r);
      CHECK(code_of(refused) == errc::too_large);
      client->close_idle();
    });
  }
}

TEST_CASE("a certificate for another name, or of an unknown authority, is refused before the request leaves") {
  site s;
  s.open();
  const auto trusting = s.client();
  const auto doubting = s.client(false);
  s.run([&]() -> task<> {
    auto by_name = co_await trusting->exchange(s.request("/hello", "localhost"));
    CHECK(by_name.has_value());
    auto unknown = co_await doubting->exchange(s.request("/hello"));
    REQUIRE(unknown.has_error());
    CHECK(unknown.error() == errc::tls_failed);
    CHECK(unknown.error().what.find("self-signed") != std::string::npos);
    trusting->close_idle();
  });
  CHECK(s.hits == 1);
  site other;
  certificate elsewhere({"example.org"});
  other.files.cert = elsewhere.cert;
  other.options.tls = [context = make_server_context(elsewhere.cert, elsewhere.key).value()] { return context; };
  other.open();
  const auto client = other.client();
  other.run([&]() -> task<> {
    auto wrong_address = co_await client->exchange(other.request("/hello"));
    CHECK(code_of(wrong_address) == errc::tls_failed);
    auto wrong_name = co_await client->exchange(other.request("/hello", "localhost"));
    CHECK(code_of(wrong_name) == errc::tls_failed);
  });
  CHECK(other.hits == 0);
}

TEST_CASE("an authority in the system's hashed folder is trusted when a server names it, and so is one in the bundle alone") {
  site s;
  s.open();
  const std::filesystem::path hashed = s.files.folder / "hashed";
  std::filesystem::create_directory(hashed);
  const auto trusts = [&] {
    const auto client = s.client(false);
    bool good = false;
    const auto work = [&]() -> task<> {
      const auto request = s.request("/hello");
      good = (co_await client->exchange(request)).has_value();
    };
    run_on(s.loop, work());
    return good;
  };
  const environment_variable folder("SSL_CERT_DIR", hashed.string());
  CHECK_FALSE(trusts());  // an empty folder: the system's bundle counts, which doesn't know us
  {
    const environment_variable bundle("SSL_CERT_FILE", s.files.cert);
    CHECK(trusts());
  }
  std::filesystem::copy_file(s.files.cert, hashed / subject_hash(s.files.cert));
  CHECK(trusts());
  s.run([]() -> task<> { co_return; });
}

TEST_CASE("a kept connection that the server has closed is replaced without losing a request") {
  site s;
  s.options.idle_limit = 20ms;
  s.open();
  const auto client = s.client();
  s.run([&]() -> task<> {
    auto ex = co_await asio::this_coro::executor;
    for (int i = 0; i < 3; ++i) {
      auto r = co_await client->exchange(s.request("/hello"));
      CHECK(r.has_value());
      // Until the server's idle limit has closed it: the event itself can't be seen from here.
      asio::steady_timer later(ex, 80ms);
      co_await later.async_wait(asio::use_awaitable);
    }
    client->close_idle();
  });
  CHECK(s.hits == 3);
}

TEST_CASE("connections are reused, newest first, and never more than allowed") {
  asio::io_context loop{1};
  scripted_server server(loop);
  server.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"};
  server.start();
  https_client_options o;
  o.connections_per_host = 1;
  const auto client = make_https_client(loop.get_executor(), o).value();
  client_request r;
  r.target = parse_url("http://127.0.0.1:" + std::to_string(server.port())).value();
  int answered = 0;
  const auto work = [&]() -> task<> {
    auto ex = co_await asio::this_coro::executor;
    gate all(ex);
    for (int i = 0; i < 5; ++i) {
      const auto one = [&]() -> task<> {
        auto got = co_await client->exchange(r);
        if (got) ++answered;
        if (answered == 5) all.open();
      };
      asio::co_spawn(ex, one, [](std::exception_ptr) {});
    }
    co_await all.wait();
  };
  run_on(loop, work());
  // The server closes after each answer: each of the five in line got a connection of its own, one after another.
  CHECK(answered == 5);
  CHECK(server.connections == 5);
}

TEST_CASE("who waits in line for a connection until the time limit has not sent anything") {
  asio::io_context loop{1};
  scripted_server server(loop);
  server.answers = {""};
  server.close_after = false;
  server.start();
  https_client_options o;
  o.connections_per_host = 1;
  const auto client = make_https_client(loop.get_executor(), o).value();
  client_request r;
  r.target = parse_url("http://127.0.0.1:" + std::to_string(server.port())).value();
  r.limit = 300ms;
  std::vector<errc> codes;
  const auto work = [&]() -> task<> {
    auto ex = co_await asio::this_coro::executor;
    gate all(ex);
    for (int i = 0; i < 2; ++i) {
      const auto one = [&, i]() -> task<> {
        auto mine = r;
        if (i == 1) mine.limit = 100ms;
        auto got = co_await client->exchange(mine);
        codes.push_back(code_of(got));
        if (codes.size() == 2) all.open();
      };
      asio::co_spawn(ex, one, [](std::exception_ptr) {});
    }
    co_await all.wait();
  };
  run_on(loop, work());
  CHECK(codes == std::vector<errc>{errc::connect_failed, errc::timed_out});
  CHECK(server.connections == 1);
}

TEST_CASE("how far a failed exchange went is told") {
  CHECK(code_of(ask_plain("", false, 500ms)) == errc::timed_out);
  CHECK(code_of(ask_plain("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", false, 500ms)) == errc::timed_out);
  CHECK(code_of(ask_plain("")) == errc::connection_lost);
  CHECK(code_of(ask_plain("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")) == errc::connection_lost);
  CHECK(code_of(ask_plain("HTTP/1.1 200 OK\r\nContent-Le")) == errc::connection_lost);
  CHECK(code_of(ask_plain("SSH-2.0-OpenSSH_9.2\r\n\r\n")) == errc::http_malformed);
  CHECK(code_of(ask_plain("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc")) == errc::http_malformed);
  CHECK(code_of(ask_plain("HTTP/1.1 101 Switching\r\n\r\n")) == errc::http_malformed);
  CHECK(code_of(ask_plain("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")) == errc::too_large);
  CHECK(code_of(ask_plain("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'))) == errc::too_large);
  CHECK(code_of(ask_plain("HTTP/1.1 200 OK\r\nX: " + std::string(70000, 'x'))) == errc::http_malformed);
  client_request nobody;
  asio::io_context loop{1};
  {
    scripted_server gone(loop);
    nobody.target = parse_url("http://127.0.0.1:" + std::to_string(gone.port())).value();
  }
  const auto client = make_https_client(loop.get_executor(), https_client_options()).value();
  const auto work = [&]() -> task<> {
    auto got = co_await client->exchange(nobody);
    CHECK(code_of(got) == errc::connect_failed);
    nobody.headers = {{"X", "a\r\nY: b"}};
    auto smuggled = co_await client->exchange(nobody);
    CHECK(code_of(smuggled) == errc::invalid_argument);
  };
  run_on(loop, work());
}

TEST_CASE("a TLS handshake that never ends is a failure to connect") {
  asio::io_context loop{1};
  tcp::acceptor silent(loop, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  const auto client = make_https_client(loop.get_executor(), https_client_options()).value();
  client_request r;
  r.target = parse_url("https://127.0.0.1:" + std::to_string(silent.local_endpoint().port())).value();
  r.limit = 100ms;
  const auto work = [&]() -> task<> {
    auto got = co_await client->exchange(r);
    CHECK(code_of(got) == errc::connect_failed);
  };
  run_on(loop, work());
}

TEST_CASE("bodies by chunks, by the end of the connection, and none at all are read") {
  CHECK(ask_plain("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")->body == "abcde");
  CHECK(ask_plain("HTTP/1.1 200 OK\r\n\r\nuntil the end")->body == "until the end");
  CHECK(ask_plain("HTTP/1.0 200 OK\r\n\r\n")->body.empty());
  CHECK(ask_plain("HTTP/1.1 204 No Content\r\n\r\n", false)->status == 204);
  CHECK(ask_plain("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", false, 5s, 10, "HEAD")->status == 200);
  CHECK(ask_plain("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")->status == 201);
}

TEST_CASE("a name that resolves to an inner address is refused unless allowed") {
  site s(1, false);
  s.open();
  https_client_options o;
  o.guard = address_guard();
  const auto guarded = make_https_client(s.loop.get_executor(), o).value();
  REQUIRE(o.guard.allow("127.0.0.0/8").has_value());
  const auto allowed = make_https_client(s.loop.get_executor(), o).value();
  s.run([&]() -> task<> {
    for (const char* host : {"localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "[::1]"}) {
      auto got = co_await guarded->exchange(s.request("/hello", host));
      CHECK(code_of(got) == errc::address_refused);
    }
    auto got = co_await allowed->exchange(s.request("/hello", "localhost"));
    CHECK(got.has_value());
    allowed->close_idle();
  });
  CHECK(s.hits == 1);
}

TEST_CASE("plain text on the TLS port ends the connection and nothing else") {
  site s;
  s.open();
  const auto client = s.client();
  s.run([&]() -> task<> {
    auto socket = co_await connect_to(s.listening->port());
    const std::string text = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
    const auto out = asio::buffer(text);
    co_await asio::async_write(socket, out, asio::use_awaitable);
    auto heard = co_await read_to_end(socket);
    CHECK(heard.find("200") == std::string::npos);
    auto r = co_await client->exchange(s.request("/hello"));
    CHECK(r.has_value());
    client->close_idle();
  });
  CHECK(s.hits == 1);
}

TEST_CASE("a request that drips too slowly is ended with 408 though every byte came in time") {
  site s(1, false);
  s.options.request_limit = 150ms;
  s.open();
  s.run([&]() -> task<> {
    auto ex = co_await asio::this_coro::executor;
    auto socket = co_await connect_to(s.listening->port());
    const std::string text = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n";
    boost::system::error_code ec;
    asio::steady_timer drip(ex);
    for (std::size_t i = 0; i < text.size() && socket.available() == 0 && !ec; ++i) {
      const auto byte = asio::buffer(&text[i], 1);
      co_await asio::async_write(socket, byte, asio::redirect_error(asio::use_awaitable, ec));
      drip.expires_after(20ms);
      co_await drip.async_wait(asio::use_awaitable);
    }
    auto heard = co_await read_to_end(socket);
    CHECK(heard.starts_with("HTTP/1.1 408 "));
  });
  CHECK(s.hits == 0);
}

TEST_CASE("a refused upload's client can read why before the connection closes") {
  site s(1, false);
  s.open();
  s.run([&]() -> task<> {
    auto socket = co_await connect_to(s.listening->port());
    const std::string text = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n" + std::string(1000000, 'x');
    const auto out = asio::buffer(text);
    boost::system::error_code ec;
    co_await asio::async_write(socket, out, asio::redirect_error(asio::use_awaitable, ec));
    socket.shutdown(tcp::socket::shutdown_send, ec);
    auto heard = co_await read_to_end(socket);
    CHECK(heard.starts_with("HTTP/1.1 413 "));
  });
}

TEST_CASE("stopping lets running requests finish and closes idle connections") {
  for (const unsigned threads : {1U, 2U}) {
    site s(threads);
    s.open();
    const auto client = s.client();
    const auto work = [&]() -> task<> {
      auto ex = co_await asio::this_coro::executor;
      auto idle = co_await connect_to(s.listening->port());
      auto r = co_await client->exchange(s.request("/hello"));
      CHECK(r.has_value());
      gate answered(ex);
      result<client_response> waited = fail(errc::cancelled, "not run");
      const auto one = [&]() -> task<> {
        waited = co_await client->exchange(s.request("/wait"));
        answered.open();
      };
      asio::co_spawn(ex, one(), [](std::exception_ptr) {});
      co_await s.entered.wait();
      gate stopped(ex);
      const auto stop = [&]() -> task<> {
        co_await s.listening->stop(30s);
        stopped.open();
      };
      asio::co_spawn(ex, stop(), [](std::exception_ptr) {});
      // The idle connection is closed at once, the running request is not cut.
      auto heard = co_await read_to_end(idle);
      CHECK_FALSE(waited.has_value());
      s.go.open();
      co_await answered.wait();
      REQUIRE(waited.has_value());
      CHECK(waited->body == "waited");
      CHECK(header_value(waited->headers, "Connection") == "close");
      co_await stopped.wait();
      auto refused = co_await client->exchange(s.request("/hello"));
      CHECK(code_of(refused) == errc::connect_failed);
    };
    run_on(s.loop, work());
  }
}

TEST_CASE("stopping cuts what outlasts the patience") {
  for (const unsigned threads : {1U, 2U}) {
    site s(threads);
    s.open();
    const auto client = s.client();
    const auto work = [&]() -> task<> {
      auto ex = co_await asio::this_coro::executor;
      gate answered(ex);
      result<client_response> waited = fail(errc::cancelled, "not run");
      const auto one = [&]() -> task<> {
        waited = co_await client->exchange(s.request("/wait"));
        answered.open();
      };
      asio::co_spawn(ex, one(), [](std::exception_ptr) {});
      co_await s.entered.wait();
      co_await s.listening->stop(50ms);
      co_await answered.wait();
      CHECK((!waited || waited->body == "waited"));
    };
    run_on(s.loop, work());
  }
}

TEST_CASE("when all connections are in use, the next one waits for its turn") {
  site s(1, false);
  s.options.max_connections = 1;
  s.open();
  s.run([&]() -> task<> {
    auto first = co_await connect_to(s.listening->port());
    auto second = co_await connect_to(s.listening->port());
    const std::string text = "GET /close HTTP/1.1\r\nHost: a\r\n\r\n";
    const auto out = asio::buffer(text);
    co_await asio::async_write(second, out, asio::use_awaitable);
    co_await asio::async_write(first, out, asio::use_awaitable);
    auto one = co_await read_to_end(first);
    first.close();
    auto two = co_await read_to_end(second);
    CHECK(one.starts_with("HTTP/1.1 200"));
    CHECK(two.starts_with("HTTP/1.1 200"));
  });
  CHECK(s.hits == 2);
}

TEST_CASE("an address that is taken or is none says so, and what to do") {
  site s(1, false);
  s.open();
  auto again = s.options;
  again.port = s.listening->port();
  auto taken = start_listener(s.loop.get_executor(), again, s.routes);
  REQUIRE(taken.has_error());
  CHECK(taken.error() == errc::connect_failed);
  CHECK(taken.error().where == "127.0.0.1:" + std::to_string(s.listening->port()));
  CHECK(taken.error().remedy.find("another port") != std::string::npos);
  again.address = "localhost";
  CHECK(start_listener(s.loop.get_executor(), again, s.routes).has_error());
  s.run([]() -> task<> { co_return; });
}

TEST_CASE("listening addresses are read from text") {
  CHECK(parse_listen("127.0.0.1:8443").value() == std::pair<std::string, std::uint16_t>("127.0.0.1", 8443));
  CHECK(parse_listen("[::1]:443").value() == std::pair<std::string, std::uint16_t>("::1", 443));
  CHECK(parse_listen(":443").value() == std::pair<std::string, std::uint16_t>("0.0.0.0", 443));
  for (const char* bad : {"", "443", "a:443", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x", "::1:443", "[127.0.0.1]:1", "[]:1"}) {
    INFO(bad);
    CHECK(parse_listen(bad).has_error());
  }
}

TEST_CASE("a certificate file that is missing, empty, no PEM, expired or without its key is named") {
  certificate files;
  certificate others;
  const auto write = [&](const char* name, const char* text) {
    const auto path = (files.folder / name).string();
    std::ofstream(path) << text;
    return path;
  };
  const auto why = [&](const std::string& cert, const std::string& key) {
    const auto made = make_server_context(cert, key);
    return made ? std::string() : to_line(made.error());
  };
  CHECK(why(files.cert, files.key).empty());
  CHECK(why("/no/such/cert.pem", files.key).find("/no/such/cert.pem") != std::string::npos);
  CHECK(why(write("empty", ""), files.key).find("is empty") != std::string::npos);
  CHECK(why(write("text", "hello"), files.key).find("no PEM certificate") != std::string::npos);
  CHECK(why(files.cert, write("text2", "hello")).find("no PEM private key") != std::string::npos);
  CHECK(why(files.cert, others.key).find("does not belong") != std::string::npos);
  CHECK(why("", "").find("no certificate file given") != std::string::npos);
  const auto old_cert = (files.folder / "old.pem").string();
  const auto old_key = (files.folder / "old.key").string();
  REQUIRE(write_self_signed_certificate(old_cert, old_key, "old", {"localhost"}, -1).has_value());
  CHECK(why(old_cert, old_key).find("expired") != std::string::npos);
  CHECK(make_client_context(write("ca", "hello")).error() == errc::tls_failed);
  struct stat key_file{};
  REQUIRE(::stat(files.key.c_str(), &key_file) == 0);
  CHECK((key_file.st_mode & 0777) == 0600);
}
