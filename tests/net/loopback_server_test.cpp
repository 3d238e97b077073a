// The real listener, asked by the real client or byte by byte.
#include "loopback_site.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <list>

#include <sys/stat.h>

using namespace depeche;

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
