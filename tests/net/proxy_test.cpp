// The client behind a proxy: what the proxy is asked, and what never gets to it.
#include "loop.hpp"
#include "support/catch.hpp"

#include "net/https_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

using namespace depeche;
using namespace std::chrono_literals;
using asio::ip::tcp;

namespace {

// Takes one connection, keeps the head of what it is asked, answers, and keeps what comes behind.
struct one_proxy {
  explicit one_proxy(asio::io_context& loop) : acceptor(loop, {asio::ip::make_address("127.0.0.1"), 0}) {}
  std::string address() const { return "127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()); }

  task<> serve(std::string answer) {
    tcp::socket socket(acceptor.get_executor());
    co_await acceptor.async_accept(socket, asio::use_awaitable);
    const auto n = co_await asio::async_read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n", asio::use_awaitable);
    behind = head.substr(n);
    head.resize(n);
    co_await asio::async_write(socket, asio::buffer(answer), asio::use_awaitable);
    char first = 0;
    boost::system::error_code ec;
    const auto got = co_await socket.async_read_some(asio::buffer(&first, 1), asio::redirect_error(asio::use_awaitable, ec));
    behind.append(&first, got);
  }

  tcp::acceptor acceptor;
  std::string head, behind;
};

result<client_response> ask(asio::io_context& loop, one_proxy& proxy, const std::string& target, const std::string& answer,
                            https_client_options options = {}, const std::string& who = {}) {
  options.proxy.address = parse_proxy("http://" + who + proxy.address()).value().address;
  options.proxy.authorization = parse_proxy("http://" + who + proxy.address()).value().authorization;
  auto client = make_https_client(loop.get_executor(), options).value();
  result<client_response> got = fail(errc::cancelled, "not asked");
  asio::co_spawn(loop, proxy.serve(answer), [](std::exception_ptr) {});
  run_on(loop, [](https_client& with, std::string where, result<client_response>& out) -> task<> {
    client_request request;
    request.target = parse_url(where).value();
    request.limit = 5s;
    auto response = co_await with.exchange(std::move(request));
    out = std::move(response);
  }(*client, target, got));
  client->close_idle();
  loop.restart();
  loop.run_for(200ms);
  return got;
}

constexpr const char* fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

}  // namespace

TEST_CASE("a proxy is asked for whole addresses of http, with the name that it knows us by") {
  asio::io_context loop;
  one_proxy proxy(loop);
  const auto got = ask(loop, proxy, "http://127.0.0.1:81/rss?a=1", fine, {}, "lea:s%40fe@");
  REQUIRE(got.has_value());
  CHECK(got->body == "ok");
  CHECK(proxy.head.starts_with("GET http://127.0.0.1:81/rss?a=1 HTTP/1.1\r\nHost: 127.0.0.1:81\r\n"));
  CHECK(proxy.head.find("Proxy-Authorization: Basic bGVhOnNAZmU=\r\n") != std::string::npos);
}

TEST_CASE("for https a proxy is asked to pass bytes on, and TLS begins behind its answer") {
  asio::io_context loop;
  one_proxy proxy(loop);
  const auto got = ask(loop, proxy, "https://127.0.0.1:82/rss", "HTTP/1.1 200 Connection established\r\n\r\n", {}, "lea:secret@");
  CHECK_FALSE(got.has_value());
  CHECK(proxy.head.starts_with("CONNECT 127.0.0.1:82 HTTP/1.1\r\nHost: 127.0.0.1:82\r\nProxy-Authorization: Basic "));
  CHECK(proxy.behind == "\x16");
}

TEST_CASE("a proxy that refuses the way is named with what it said") {
  asio::io_context loop;
  one_proxy proxy(loop);
  const auto got = ask(loop, proxy, "https://127.0.0.1:82/", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  REQUIRE(got.has_error());
  CHECK(got.error() == errc::connect_failed);
  CHECK(to_line(got.error()).find("407 Proxy Authentication Required") != std::string::npos);
}

TEST_CASE("the address guard judges the target before a proxy is asked, not the proxy") {
  asio::io_context loop;
  one_proxy proxy(loop);
  https_client_options guarded;
  guarded.guard = address_guard{};
  const auto refused = ask(loop, proxy, "http://169.254.169.254/latest", fine, guarded);
  REQUIRE(refused.has_error());
  CHECK(refused.error() == errc::address_refused);
  CHECK(proxy.head.empty());
  one_proxy other(loop);
  CHECK(ask(loop, other, "http://93.184.216.34/rss", fine, guarded).has_value());
}

TEST_CASE("a name that only the proxy knows is left to it") {
  asio::io_context loop;
  one_proxy proxy(loop);
  https_client_options guarded;
  guarded.guard = address_guard{};
  CHECK(ask(loop, proxy, "http://known-to-the-proxy.invalid/rss", fine, guarded).has_value());
  CHECK(proxy.head.starts_with("GET http://known-to-the-proxy.invalid/rss "));
}

TEST_CASE("hosts of no_proxy are reached directly, with all below them") {
  proxy_settings proxy = parse_proxy("http://p.example:3128").value();
  proxy.no_proxy = {"intern.example", ".corp.example", "10.0.0.5"};
  const auto through = [&](const char* target) { return goes_through_proxy(proxy, parse_url(target).value()); };
  CHECK_FALSE(through("http://intern.example/"));
  CHECK_FALSE(through("https://a.Intern.example/"));
  CHECK_FALSE(through("https://corp.example/"));
  CHECK_FALSE(through("http://10.0.0.5/"));
  CHECK(through("http://110.0.0.5/"));
  CHECK(through("http://notintern.example/"));
  proxy.no_proxy = {"*"};
  CHECK_FALSE(through("http://news.example/"));
}

TEST_CASE("what is no proxy's address is refused with the form to write") {
  for (const char* text : {"", "proxy.example:3128", "https://proxy.example", "socks5://proxy.example", "http://", "http://p.example/path"}) {
    INFO(text);
    CHECK(parse_proxy(text).has_error());
  }
}
