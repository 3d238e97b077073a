// One connection's requests, one after another: read, route, answer. Transport and threads are others' concern.
#pragma once

#include "net/byte_stream.hpp"
#include "net/http_codec.hpp"
#include "net/input_buffer.hpp"
#include "net/router.hpp"

#include <chrono>

namespace depeche {

struct session_limits {
  std::chrono::milliseconds idle{75'000};     // between requests; also the time for a response to be taken
  std::chrono::milliseconds request{15'000};  // from a request's first byte to its last
};

class http_session {
 public:
  // All outlive the session. `handle` is the routes' own handle(), or what brings a request to where that runs.
  http_session(byte_stream& stream, session_limits limits, const router& routes, const http_handler& handle);

  // Returns when the connection is closed. Never throws for what the peer does.
  task<> run();

  // The request at hand is answered, then the connection closes; an idle one closes now.
  void finish();

 private:
  task<bool> receive();
  task<std::size_t> fill(boost::system::error_code& ec);
  task<> respond(http_response response, response_shape shape);
  task<bool> refuse(int status, std::string text);
  task<bool> refuse(decode_state why);

  byte_stream& stream_;
  session_limits limits_;
  const router& routes_;
  const http_handler& handle_;
  input_buffer input_;
  request_decoder decoder_;
  std::string output_;
  std::string peer_;
  bool idle_ = false;
  bool finishing_ = false;
  bool broken_ = false;  // a write failed: nothing more can be said
};

}  // namespace depeche
