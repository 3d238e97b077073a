#include "loop.hpp"
#include "scripted_stream.hpp"
#include "support/catch.hpp"

#include "net/http_session.hpp"

using namespace depeche;

namespace {

router echo_routes() {
  router routes;
  routes.add("GET", "/hello", [](http_request r) -> task<http_response> { co_return text_response(200, "hi " + r.query); });
  routes.add("POST", "/echo", [](http_request r) -> task<http_response> { co_return text_response(200, std::move(r.body)); });
  routes.add("GET", "/bad", [](http_request) -> task<http_response> { throw std::runtime_error("secret detail"); });
  routes.add("GET", "/last", [](http_request) -> task<http_response> {
    auto r = text_response(200, "bye");
    r.close = true;
    co_return r;
  });
  routes.set_body_limit("/echo", 1000);
  return routes;
}

void serve(scripted_stream& peer) {
  asio::io_context loop;
  const auto routes = echo_routes();
  const http_handler handle = [&](http_request r) { return routes.handle(std::move(r)); };
  http_session session(peer, session_limits(), routes, handle);
  run_on(loop, session.run());
}

std::string answer_to(std::string request, std::size_t piece = 1 << 20) {
  scripted_stream peer(std::move(request), piece);
  serve(peer);
  CHECK(peer.closes == 1);
  return peer.heard;
}

int count(std::string_view text, std::string_view word) {
  int n = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++n;
  return n;
}

const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
const std::string get = "GET /hello?x HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string chunked =
    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX: trailer\r\n\r\n";

}  // namespace

TEST_CASE("a request split into pieces of any size is answered the same") {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U, 4096U}) {
    const auto heard = answer_to(post + chunked + get, piece);
    CHECK(count(heard, "HTTP/1.1 200 OK\r\n") == 3);
    CHECK(heard.find("\r\n\r\nhelloHTTP") != std::string::npos);
    CHECK(heard.find("\r\n\r\nabcdefgHTTP") != std::string::npos);
    CHECK(heard.ends_with("\r\n\r\nhi x"));
  }
}

TEST_CASE("pipelined requests are answered in order, each once") {
  std::string many;
  for (int i = 0; i < 50; ++i) many += "GET /hello?" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  const auto heard = answer_to(many);
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    const auto next = heard.find("hi " + std::to_string(i), at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
  CHECK(count(heard, "HTTP/1.1 200") == 50);
}

TEST_CASE("a peer that fails at any step leaves neither crash, nor leak, nor hang") {
  scripted_stream whole(post + chunked + get, 16);
  serve(whole);
  REQUIRE(whole.steps > 10);
  for (int step = 0; step <= whole.steps; ++step) {
    scripted_stream peer(post + chunked + get, 16);
    peer.fail_at = step;
    serve(peer);
    CHECK(peer.closes == 1);
    CHECK(count(peer.heard, "HTTP/1.1 200 OK") <= 3);
  }
}

TEST_CASE("a HEAD request gets the header of a GET and no body") {
  const auto heard = answer_to("HEAD /hello?xyz HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(heard.find("Content-Length: 6\r\n") != std::string::npos);
  CHECK(heard.ends_with("\r\n\r\n"));
}

TEST_CASE("a connection stays or closes as the versions and headers say") {
  CHECK(count(answer_to("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + get), "HTTP/1.1 200") == 1);
  CHECK(count(answer_to("GET /hello HTTP/1.0\r\n\r\n" + get), "HTTP/1.1 200") == 1);
  const auto kept = answer_to("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + get);
  CHECK(count(kept, "HTTP/1.1 200") == 2);
  CHECK(count(kept, "Connection: keep-alive") == 1);
  const auto last = answer_to("GET /last HTTP/1.1\r\nHost: a\r\n\r\n" + get);
  CHECK(count(last, "HTTP/1.1 200") == 1);
  CHECK(last.find("Connection: close\r\n") != std::string::npos);
}

TEST_CASE("what could be read in two ways is refused with 400, and nothing behind it is answered") {
  const std::string line = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  const std::string bad[] = {
      line + "Transfer-Encoding: gzip\r\n\r\n",
      line + "Transfer-Encoding: chunked, identity\r\n\r\n",
      line + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      line + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      line + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      line + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
      line + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      line + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      line + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
      line + "Content-Length: 5, 5\r\n\r\nhello",
      line + "Content-Length: +5\r\n\r\nhello",
      line + "Content-Length: -5\r\n\r\nhello",
      line + "Content-Length: 0x5\r\n\r\nhello",
      line + "Content-Length: 99999999999999999999999\r\n\r\nhello",
      line + "Content-Length : 5\r\n\r\nhello",
      line + "X: a\r\n b\r\nContent-Length: 5\r\n\r\nhello",
      line + "X:\r\n b\r\nContent-Length: 5\r\n\r\nhello",
      line + "X: a\r\n\t\r\nContent-Length: 5\r\n\r\nhello",
      line + "Content-Length: 5\n\r\nhello",
      line + "X: a\x01\r\n\r\n",
      line + "Host: b\r\n\r\n",
      "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "GET /hello HTTP/1.1\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n",
      "GET http://b/hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET http://a:81/hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET http://a@b/hello HTTP/1.1\r\nHost: b\r\n\r\n",
      "GET http://a@b/hello HTTP/1.0\r\n\r\n",
      "GET http:///hello HTTP/1.1\r\nHost:\r\n\r\n",
      "GET http:///hello HTTP/1.0\r\n\r\n",
      "GET http://a/hello#part HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET http:/hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET ftp://a/hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /hello#part HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
      "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n",
      " GET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /hello HTTP/1.1\r\n Host: a\r\n\r\n",
      "\x16\x03\x01\x02\x01\x01 and more of a TLS greeting\r\n\r\n",
      line + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
      line + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
      line + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
      line + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
  };
  for (const auto& request : bad) {
    for (const std::size_t piece : {1U, 1000000U}) {
      INFO(request);
      const auto heard = answer_to(request + get, piece);
      CHECK(count(heard, "HTTP/1.1 ") == 1);
      CHECK(heard.starts_with("HTTP/1.1 400 Bad Request\r\n"));
      CHECK(heard.find("Connection: close\r\n") != std::string::npos);
    }
  }
}

TEST_CASE("a target with scheme and host is taken when the Host field names the same host") {
  for (const std::string target : {"http://a/hello?x", "HTTP://A/hello?x", "https://a/hello?x"})
    for (const std::size_t piece : {1U, 1000000U}) {
      INFO(target);
      const auto heard = answer_to("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n" + get, piece);
      CHECK(count(heard, "HTTP/1.1 200 OK\r\n") == 2);
      CHECK(count(heard, "hi x") == 2);
    }
  CHECK(answer_to("GET http://a/hello HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 200 "));
  CHECK(answer_to("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 404 "));
  CHECK(answer_to("GET http://a?/hello HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 404 "));
}

TEST_CASE("a chunk whose size does not fit is refused, not wrapped around") {
  const auto heard = answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc" + get);
  CHECK(heard.starts_with("HTTP/1.1 4"));
  CHECK(count(heard, "HTTP/1.1 ") == 1);
}

TEST_CASE("a header over 16 KiB is refused with 431 before its end is seen") {
  std::string long_line = "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(17 * 1024, 'x');
  std::string long_target = "GET /" + std::string(17 * 1024, 'x');
  std::string many_lines = "GET /hello HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 170; ++i) many_lines += "X" + std::to_string(i) + ": " + std::string(100, 'x') + "\r\n";
  std::string many_fields = "GET /hello HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 300; ++i) many_fields += "X: y\r\n";
  for (const auto& request : {long_line, long_target, many_lines, many_lines + "\r\n", many_fields + "\r\n"}) {
    for (const std::size_t piece : {100U, 1000000U}) {
      const auto heard = answer_to(request, piece);
      CHECK(heard.starts_with("HTTP/1.1 431 "));
    }
  }
}

TEST_CASE("a chunk's line or trailer that never ends is refused") {
  const std::string line = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  CHECK(answer_to(line + "3;" + std::string(40000, 'x'), 1000).starts_with("HTTP/1.1 400 "));
  CHECK(answer_to(line + "0\r\nX: " + std::string(40000, 'x'), 1000).starts_with("HTTP/1.1 400 "));
}

TEST_CASE("a body over the route's limit is refused with 413 without being read") {
  scripted_stream announced("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'), 100);
  serve(announced);
  CHECK(announced.heard.starts_with("HTTP/1.1 413 "));
  CHECK(announced.unread().size() > 900);
  CHECK(answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n").starts_with("HTTP/1.1 413 "));
  CHECK(answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'))
            .starts_with("HTTP/1.1 200 "));
  CHECK(answer_to("POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n").starts_with("HTTP/1.1 413 "));
}

TEST_CASE("a client that waits for 100 Continue gets it, unless the body is refused anyway") {
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
  // Split exactly after the header, as a waiting client does.
  const std::string waiting = head + "Content-Length: 5\r\n\r\n";
  const auto heard = answer_to(waiting + "hello", waiting.size());
  CHECK(heard.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
  CHECK(answer_to(head + "Content-Length: 5000\r\n\r\n").starts_with("HTTP/1.1 413 "));
}

TEST_CASE("empty lines before a request are let pass") {
  CHECK(count(answer_to("\r\n" + get + "\r\n\r\n" + get, 1), "HTTP/1.1 200") == 2);
}

TEST_CASE("a request that takes too long ends with 408, a connection that never asks ends silently") {
  scripted_stream slow("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  slow.at_end = asio::error::timed_out;
  serve(slow);
  CHECK(slow.heard.starts_with("HTTP/1.1 408 "));
  scripted_stream silent("");
  silent.at_end = asio::error::timed_out;
  serve(silent);
  CHECK(silent.heard.empty());
}

TEST_CASE("a handler that throws is answered 500 without a word about why, and the connection goes on") {
  const auto heard = answer_to("GET /bad HTTP/1.1\r\nHost: a\r\n\r\n" + get);
  CHECK(heard.starts_with("HTTP/1.1 500 "));
  CHECK(heard.find("secret") == std::string::npos);
  CHECK(count(heard, "HTTP/1.1 200") == 1);
}

TEST_CASE("a response never carries a header that text from outside has smuggled in, nor our name and version") {
  std::string out;
  auto r = redirect_response("/next\r\nSet-Cookie: a=b");
  r.headers.push_back(http_header{"X-Good", "gut"});
  r.headers.push_back(http_header{"X Bad", "x"});
  append_response(out, r, response_shape());
  CHECK(out.find("Set-Cookie") == std::string::npos);
  CHECK(out.find("X Bad") == std::string::npos);
  CHECK(out.find("X-Good: gut\r\n") != std::string::npos);
  CHECK(out.find("Server") == std::string::npos);
  CHECK(out.find("Date: ") != std::string::npos);
  CHECK(http_date().size() == 29);
  CHECK(http_date().ends_with(" GMT"));
}
