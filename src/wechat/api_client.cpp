#include "wechat/api_client.hpp"

#include "base/encode.hpp"
#include "wechat/api_answer.hpp"

#include <utility>

namespace depeche::wechat {
namespace {

// For a part's headers: as browsers write file names, so that nothing ends the header early.
std::string header_quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"') out += "%22";
    else if (c == '\r') out += "%0D";
    else if (c == '\n') out += "%0A";
    else if (c != '\0') out += c;
  }
  return out;
}

}  // namespace

api_client::api_client(https_client& client, access_token& token, credentials who)
    : client_(client), token_(token), who_(std::move(who)) {}

task<api_result<std::string>> api_client::get(std::string path, std::string query) {
  client_request request;
  co_return co_await call(std::move(request), std::move(path), std::move(query), repeatable::yes);
}

task<api_result<std::string>> api_client::post(std::string path, std::string json, repeatable repeat) {
  client_request request;
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  request.body = std::move(json);
  co_return co_await call(std::move(request), std::move(path), std::string{}, repeat);
}

// The boundary is a digest of the file, which the file cannot hold.
task<api_result<std::string>> api_client::upload(std::string path, std::string query, std::string filename,
                                                 std::string content_type, std::string bytes, repeatable repeat) {
  const std::string boundary = "depeche-" + to_hex(sha256(bytes)).substr(0, 40);
  client_request request;
  request.method = "POST";
  request.headers.push_back({"Content-Type", "multipart/form-data; boundary=" + boundary});
  request.body.reserve(bytes.size() + 512);
  request.body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + header_quoted(filename) +
                  "\"\r\nContent-Type: " + header_quoted(content_type) + "\r\nContent-Length: " + std::to_string(bytes.size()) +
                  "\r\n\r\n";
  request.body += bytes;
  request.body += "\r\n--" + boundary + "--\r\n";
  co_return co_await call(std::move(request), std::move(path), std::move(query), repeat);
}

// Sends it with a token, and once more where the rules allow: after a lost exchange of a repeatable call, and after a renewal of
// the token. Each at most once, so that a call is at most three exchanges and never a loop.
task<api_result<std::string>> api_client::call(client_request request, std::string path, std::string query, repeatable repeat) {
  const api_action when_unknown = repeat == repeatable::yes ? api_action::retry : api_action::unknown;
  auto token = co_await token_.get();
  if (token.has_error()) co_return token.error();
  request.limit = limit_;
  bool renewed = false, repeated = false;
  while (true) {
    request.target = who_.api_base;
    request.target.target = api_path(who_.api_base, path) + "?access_token=" + percent_encode(*token);
    if (!query.empty()) request.target.target += '&' + query;
    auto answer = co_await client_.exchange(request);
    const bool lost = answer.has_error() && answer.error() != errc::cancelled;
    if (lost && repeat == repeatable::yes && !std::exchange(repeated, true)) continue;
    auto read = read_api_answer(std::move(answer), path, when_unknown);
    if (read.has_value() || read.error().action != api_action::refresh_token) {
      // Whoever may repeat a call need not know how far it went.
      if (lost && repeat == repeatable::yes) {
        api_failure f = read.error();
        f.action = api_action::retry;
        co_return f;
      }
      co_return read;
    }
    if (std::exchange(renewed, true)) {
      api_failure f = read.error();
      f.action = api_action::stop_and_tell;
      f.message += "; refused again right after it was renewed: does another program use this account's secret?";
      co_return f;
    }
    std::string refused = std::move(*token);
    token = co_await token_.replace(std::move(refused));
    if (token.has_error()) co_return token.error();
  }
}

}  // namespace depeche::wechat
