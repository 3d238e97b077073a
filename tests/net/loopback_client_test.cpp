// The real client against servers on loopback.
#include "loopback_site.hpp"
#include "support/catch.hpp"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <list>

using namespace depeche;

namespace {

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

}  // namespace

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
