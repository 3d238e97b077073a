// Bytes <-> messages of HTTP/1.1, without I/O. Strict on what comes in: whatever two servers in a row could read differently
// (request smuggling) is refused.
#pragma once

#include "net/http_message.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace depeche {

inline constexpr std::size_t max_request_header = 16 * 1024;
inline constexpr std::size_t max_response_header = 64 * 1024;

enum class decode_state {
  need_more,         // all that was given is used, or waits for its other half
  header_done,       // requests only, and only when a body follows: limit_body() may be called now
  complete,          // what was not used belongs to the next message
  malformed,         // 400
  header_too_large,  // 431
  body_too_large,    // 413
};

class request_decoder {
 public:
  request_decoder();
  ~request_decoder();

  // Begins the next request.
  void reset();
  // Takes bytes from the front; `used` says how many. The rest must be given again, with more behind it.
  decode_state put(std::string_view bytes, std::size_t& used);
  // After the header: refuses bodies over `bytes`, at once when the header announces one.
  decode_state limit_body(std::size_t bytes);

  http_request& request();
  bool keep_alive() const;        // what the client wants
  bool expects_continue() const;  // waits for "100 Continue" before it sends the body
  bool is_http10() const;

 private:
  struct parser;
  std::unique_ptr<parser> parser_;
};

class response_decoder {
 public:
  response_decoder();
  ~response_decoder();

  // Begins the next response; one to HEAD has no body.
  void reset(bool to_head, std::size_t max_body);
  decode_state put(std::string_view bytes, std::size_t& used);
  // The peer has closed: complete when the body's length was given by that, else malformed.
  decode_state put_end();

  int status() const;
  bool got_some() const;  // a byte of this response was seen
  http_headers& headers();
  std::string& body();
  bool keep_alive() const;
  // What is wrong, for a person.
  std::string problem() const;

 private:
  struct parser;
  std::unique_ptr<parser> parser_;
};

struct response_shape {
  bool to_head = false;     // the header only
  bool keep_alive = true;
  bool http10 = false;      // a client that must be told that the connection stays
};

// Header and body in one piece, so that it leaves in one write. Headers of the response that hold control characters (that
// would let text from outside add headers of its own) are left out.
void append_response(std::string& out, const http_response& response, const response_shape& shape);

// "Sun, 06 Nov 1994 08:49:37 GMT", of now; made once per second and thread.
std::string_view http_date();

// True for what may stand as a header's name, or a method (RFC 9110, 5.6.2).
bool is_token(std::string_view text);
// True when no control character but a tab is in it.
bool is_field_value(std::string_view text);

}  // namespace depeche
