#include "net/http_session.hpp"

#include "base/log.hpp"

#include <boost/asio/error.hpp>

namespace depeche {

using namespace std::chrono_literals;

namespace {

// A handler has limits of its own; the stream's must not cut the connection under it.
constexpr std::chrono::milliseconds while_handled = 24h;
// For the few bytes of a refusal.
constexpr std::chrono::milliseconds while_refusing = 2s;
// Kept for the next response; a larger buffer is given back.
constexpr std::size_t kept_output = 16 * 1024;

}  // namespace

http_session::http_session(byte_stream& stream, session_limits limits, const router& routes, const http_handler& handle)
    : stream_(stream), limits_(limits), routes_(routes), handle_(handle), peer_(stream.peer()) {}

task<> http_session::run() {
  while (!finishing_ && !broken_) {
    const bool received = co_await receive();
    if (!received) break;
    http_request& request = decoder_.request();
    response_shape shape;
    shape.to_head = request.method == "HEAD";
    shape.http10 = decoder_.is_http10();
    const bool client_stays = decoder_.keep_alive();
    request.peer = peer_;
    stream_.expire_after(while_handled);
    auto response = co_await handle_(std::move(request));
    shape.keep_alive = client_stays && !response.close && !finishing_;
    co_await respond(std::move(response), shape);
    if (!shape.keep_alive) break;
  }
  co_await stream_.close();
}

void http_session::finish() {
  finishing_ = true;
  if (idle_) stream_.expire_after(0ms);
}

// True when a request is complete. False when the connection is to be closed: everything that could be said was said.
task<bool> http_session::receive() {
  boost::system::error_code ec;
  decoder_.reset();
  if (input_.empty()) {
    input_.shrink();
    idle_ = true;
    stream_.expire_after(limits_.idle);
    co_await fill(ec);
    idle_ = false;
    if (ec) co_return false;
  }
  // From the first byte to the last, however slowly they drip.
  stream_.expire_after(limits_.request);
  bool at_start = true;
  for (;;) {
    auto state = decode_state::need_more;
    // Empty lines before a request are let pass (RFC 9112, 2.2).
    while (at_start && input_.bytes().starts_with("\r\n")) input_.consume(2);
    at_start = at_start && (input_.empty() || input_.bytes() == "\r");
    if (!at_start) {
      std::size_t used = 0;
      state = decoder_.put(input_.bytes(), used);
      input_.consume(used);
    }
    if (state == decode_state::header_done) {
      const auto& request = decoder_.request();
      state = decoder_.limit_body(routes_.body_limit(request.method, request.path));
      if (state == decode_state::need_more && !input_.empty()) continue;
      if (state == decode_state::need_more && decoder_.expects_continue()) {
        co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n", ec);
      }
    }
    if (state == decode_state::complete) co_return true;
    if (state != decode_state::need_more) co_return co_await refuse(state);
    if (!ec) co_await fill(ec);
    if (ec == asio::error::timed_out) co_return co_await refuse(408, "the request took too long\n");
    if (ec) co_return false;
  }
}

task<std::size_t> http_session::fill(boost::system::error_code& ec) {
  const auto space = input_.space(idle_ ? input_buffer::small : input_buffer::large);
  const auto n = co_await stream_.read_some(space, ec);
  input_.commit(n);
  co_return n;
}

task<> http_session::respond(http_response response, response_shape shape) {
  output_.clear();
  append_response(output_, response, shape);
  boost::system::error_code ec;
  stream_.expire_after(limits_.idle);
  co_await stream_.write(output_, ec);
  if (output_.capacity() > kept_output) output_ = std::string();
  if (ec) broken_ = true;
}

task<bool> http_session::refuse(decode_state why) {
  switch (why) {
    case decode_state::header_too_large:
      co_return co_await refuse(431, "the header is too large\n");
    case decode_state::body_too_large:
      co_return co_await refuse(413, "the body is too large\n");
    default:
      co_return co_await refuse(400, "this is no HTTP request that we understand\n");
  }
}

task<bool> http_session::refuse(int status, std::string text) {
  log_debug("http", "refused with " + std::to_string(status) + ": " + peer_);
  stream_.expire_after(while_refusing);
  response_shape shape;
  shape.keep_alive = false;
  auto response = text_response(status, std::move(text));
  output_.clear();
  append_response(output_, response, shape);
  boost::system::error_code ec;
  co_await stream_.write(output_, ec);
  broken_ = broken_ || ec;
  co_return false;
}

}  // namespace depeche
