// Reading: Beast's parser takes the grammar apart; what it lets pass and we don't is refused here (see docs of each check).
#include "net/http_codec.hpp"

#include "base/text.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace depeche {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr std::size_t max_fields = 200;
constexpr std::size_t usual_fields = 8;

std::string_view view(string_view s) { return {s.data(), s.size()}; }

// What both directions share: fields into a list, body into a string.
template <bool is_request>
class collecting_parser : public http::basic_parser<is_request> {
 public:
  http_headers headers;
  std::string body;
  std::size_t header_bytes = 0;
  bool folded = false;
  bool too_many = false;
  int content_lengths = 0;
  int transfer_encodings = 0;
  bool framing_doubtful = false;  // a length or an encoding that others might read differently
  std::string_view input;         // what is being parsed now

 protected:
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  void on_finish_impl(error_code&) override {}

  void on_field_impl(http::field field, string_view name, string_view value, error_code&) override {
    if (in_trailer_) return;
    if (headers.size() == max_fields) {
      too_many = true;
      return;
    }
    folded = folded || is_folded(name, value);
    if (field == http::field::content_length) {
      ++content_lengths;
      const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
      framing_doubtful = framing_doubtful || !digits;
    }
    if (field == http::field::transfer_encoding) {
      ++transfer_encodings;
      framing_doubtful = framing_doubtful || !ascii_iequal(view(value), "chunked");
    }
    if (headers.empty()) headers.reserve(usual_fields);
    headers.push_back(http_header{std::string(view(name)), std::string(view(value))});
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    in_trailer_ = true;  // fields that come from now on do
    // The announced length is the peer's word: memory is taken as bytes come.
    if (length) body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 64 * 1024)));
  }
  std::size_t on_body_impl(string_view piece, error_code&) override {
    body.append(piece.data(), piece.size());
    return piece.size();
  }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code&) override {
    body.append(piece.data(), piece.size());
    return piece.size();
  }

 private:
  // Beast joins lines that were folded (obsolete, and a way to hide a field), in a buffer of its own or after a first empty line.
  bool is_folded(string_view name, string_view value) const {
    const auto begin = reinterpret_cast<std::uintptr_t>(input.data());
    const auto at = reinterpret_cast<std::uintptr_t>(value.data());
    const auto name_end = reinterpret_cast<std::uintptr_t>(name.data()) + name.size();
    if (at < name_end || at > begin + input.size()) return true;
    return input.substr(name_end - begin, at - name_end).find('\n') != std::string_view::npos;
  }
  bool in_trailer_ = false;
};

// Feeds a parser and counts what its own limit doesn't: the header over all calls, and a chunk's line that never ends.
template <bool is_request>
decode_state feed(collecting_parser<is_request>& parser, std::string_view bytes, std::size_t& used, std::size_t max_header,
                  error_code& ec) {
  used = 0;
  if (bytes.empty()) return decode_state::need_more;
  parser.input = bytes;
  const bool in_header = !parser.is_header_done();
  used = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
  parser.input = {};
  const std::size_t waiting = bytes.size() - used;
  if (ec == http::error::header_limit) return decode_state::header_too_large;
  if (ec == http::error::body_limit) return decode_state::body_too_large;
  if (ec && ec != http::error::need_more) return decode_state::malformed;
  if (parser.too_many) return decode_state::header_too_large;
  if (in_header && !parser.is_header_done()) {
    parser.header_bytes += used;
    if (parser.header_bytes + waiting > max_header) return decode_state::header_too_large;
  } else if (in_header && !parser.eager() && parser.header_bytes + used > max_header) {
    return decode_state::header_too_large;
  } else if (!in_header && ec == http::error::need_more && waiting > max_header) {
    return decode_state::malformed;
  }
  return parser.is_done() ? decode_state::complete : decode_state::need_more;
}

class request_parser final : public collecting_parser<true> {
 public:
  http_request request;
  int version = 11;
  bool bad_target = false;
  std::optional<std::string> authority;  // of a target in absolute form

 private:
  void on_request_impl(http::verb, string_view method, string_view target, int http_version, error_code&) override {
    version = http_version;
    auto whole = view(target);
    take_authority(whole);
    // An authority alone or "*" is nothing that we serve; a fragment never travels.
    const bool is_path = whole.starts_with('/') || (authority && (whole.empty() || whole.front() == '?'));
    if (!is_path || whole.find('#') != std::string_view::npos) {
      bad_target = true;
      return;
    }
    request.method = std::string(view(method));
    const auto question = whole.find('?');
    request.path = std::string(whole.substr(0, question));
    if (request.path.empty()) request.path = "/";
    if (question != std::string_view::npos) request.query = std::string(whole.substr(question + 1));
  }

  // "http://host/path", as clients write it that take us for a proxy (RFC 9112, 3.2.2: servers must take it). Leaves the rest.
  void take_authority(std::string_view& target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
      if (!ascii_iequal(target.substr(0, scheme.size()), scheme)) continue;
      target.remove_prefix(scheme.size());
      const auto end = std::min(target.find_first_of("/?#"), target.size());
      authority = std::string(target.substr(0, end));
      target.remove_prefix(end);
      return;
    }
  }
};

// What a Host field or a target's authority may not have: two servers could take another part of it for the host.
bool is_host(std::string_view text) { return text.find_first_of(" \t,/?#@\\") == std::string_view::npos; }

class response_parser final : public collecting_parser<false> {
 public:
  int status = 0;

 private:
  void on_response_impl(int code, string_view, int, error_code&) override { status = code; }
};

}  // namespace

// ---- requests

struct request_decoder::parser {
  std::optional<request_parser> now;
  error_code ec;

  bool header_is_sound() const {
    const auto& p = *now;
    if (p.bad_target || p.folded || p.framing_doubtful) return false;
    if (p.content_lengths > 1 || p.transfer_encodings > 1) return false;
    if (p.content_lengths > 0 && p.transfer_encodings > 0) return false;
    if (p.version == 10 && p.transfer_encodings > 0) return false;
    if (p.authority && (p.authority->empty() || !is_host(*p.authority))) return false;
    int hosts = 0;
    for (const auto& h : p.headers) {
      if (!ascii_iequal(h.name, "host")) continue;
      ++hosts;
      if (!is_host(h.value)) return false;
      // The standard has the target win; whoever stands before us may have gone by the field.
      if (p.authority && !ascii_iequal(h.value, *p.authority)) return false;
    }
    return hosts == 1 || (hosts == 0 && p.version == 10);
  }
};

request_decoder::request_decoder() : parser_(std::make_unique<parser>()) { reset(); }
request_decoder::~request_decoder() = default;

void request_decoder::reset() {
  parser_->now.emplace();
  parser_->now->header_limit(max_request_header);
  // Ours: asked for when the header is known.
  parser_->now->body_limit(boost::none);
}

decode_state request_decoder::put(std::string_view bytes, std::size_t& used) {
  auto& p = *parser_->now;
  const bool header_was_done = p.is_header_done();
  const auto state = feed(p, bytes, used, max_request_header, parser_->ec);
  const bool failed = state != decode_state::need_more && state != decode_state::complete;
  if (failed) return p.bad_target ? decode_state::malformed : state;
  if (p.is_header_done() && !header_was_done) {
    if (!parser_->header_is_sound()) return decode_state::malformed;
    p.request.headers = std::move(p.headers);
    p.eager(true);
    if (state == decode_state::need_more) return decode_state::header_done;
  }
  if (state == decode_state::complete) p.request.body = std::move(p.body);
  return state;
}

decode_state request_decoder::limit_body(std::size_t bytes) {
  auto& p = *parser_->now;
  const auto length = p.content_length();
  if (length && *length > bytes) return decode_state::body_too_large;
  p.body_limit(bytes);
  return decode_state::need_more;
}

http_request& request_decoder::request() { return parser_->now->request; }
bool request_decoder::keep_alive() const { return parser_->now->keep_alive(); }
bool request_decoder::is_http10() const { return parser_->now->version == 10; }
bool request_decoder::expects_continue() const {
  return !is_http10() && ascii_iequal(header_value(parser_->now->request.headers, "Expect"), "100-continue");
}

// ---- responses

struct response_decoder::parser {
  std::optional<response_parser> now;
  error_code ec;
  std::string problem;

  decode_state checked(decode_state state) {
    const auto& p = *now;
    if (state == decode_state::malformed) problem = ec.message();
    if (state == decode_state::header_too_large) problem = "the header is too large";
    if (state == decode_state::body_too_large) problem = "the body is too large";
    // The end of the body must be beyond doubt, or the next response on this connection might be a forged one.
    const bool doubtful = p.is_header_done() && (p.framing_doubtful || p.transfer_encodings > 1 ||
                                                 (p.content_lengths > 0 && p.transfer_encodings > 0));
    if (doubtful && (state == decode_state::need_more || state == decode_state::complete)) {
      problem = "the length of the body is in doubt";
      return decode_state::malformed;
    }
    return state;
  }
};

response_decoder::response_decoder() : parser_(std::make_unique<parser>()) { reset(false, 0); }
response_decoder::~response_decoder() = default;

void response_decoder::reset(bool to_head, std::size_t max_body) {
  parser_->now.emplace();
  parser_->now->header_limit(max_response_header);
  parser_->now->body_limit(static_cast<std::uint64_t>(max_body));
  parser_->now->eager(true);
  if (to_head) parser_->now->skip(true);
  parser_->problem.clear();
}

decode_state response_decoder::put(std::string_view bytes, std::size_t& used) {
  return parser_->checked(feed(*parser_->now, bytes, used, max_response_header, parser_->ec));
}

decode_state response_decoder::put_end() {
  auto& p = *parser_->now;
  if (!p.got_some() || !p.is_header_done() || !p.need_eof()) {
    parser_->problem = "the connection ended within the response";
    return decode_state::malformed;
  }
  p.put_eof(parser_->ec);
  return parser_->checked(p.is_done() ? decode_state::complete : decode_state::malformed);
}

int response_decoder::status() const { return parser_->now->status; }
bool response_decoder::got_some() const { return parser_->now->got_some(); }
http_headers& response_decoder::headers() { return parser_->now->headers; }
std::string& response_decoder::body() { return parser_->now->body; }
bool response_decoder::keep_alive() const { return parser_->now->keep_alive(); }
std::string response_decoder::problem() const { return parser_->problem; }

}  // namespace depeche
