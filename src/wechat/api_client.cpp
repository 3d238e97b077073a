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

constexpr std::size_t largest_file = 12 * 1024 * 1024;  // the library's largest kind has 10 MB

constexpr int unauthorised = 48001;

api_failure not_offered(const account_profile& profile, capability needed, std::string_view path) {
  std::string kind = profile.verified ? "a verified " : "an unverified ";
  kind += profile.kind == account_kind::service ? "service account" : "subscription account";
  if (profile.kind == account_kind::test) kind = "a test account";
  const std::string what(name(needed));
  const std::string why = profile.refused(needed) ? "the platform has refused " + what + " to this account" : kind + " has no " + what;
  return own_failure(api_action::stop_and_tell, why, path);
}

// By its first byte: the platform gives errors and films' addresses as JSON under any content type, and no kind of file that it
// keeps begins so.
bool is_file(const result<client_response>& answer) {
  if (answer.has_error() || answer->status != 200) return false;
  const std::size_t first = answer->body.find_first_not_of(" \t\r\n");
  return first != std::string::npos && answer->body[first] != '{';
}

}  // namespace

api_client::api_client(https_client& client, access_token& token, credentials who)
    : client_(client), token_(token), who_(std::move(who)) {}

void api_client::keep_to(account_profile profile, refusal_listener refused) {
  profile_ = std::move(profile);
  refused_ = std::move(refused);
}

task<api_result<std::string>> api_client::get(std::string path, std::string query) {
  client_request request;
  co_return co_await call(std::move(request), std::move(path), std::move(query), repeatable::yes, answer_is::json);
}

task<api_result<std::string>> api_client::post(std::string path, std::string json, repeatable repeat) {
  client_request request;
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  request.body = std::move(json);
  co_return co_await call(std::move(request), std::move(path), std::string{}, repeat, answer_is::json);
}

task<api_result<std::string>> api_client::download(std::string path, std::string query) {
  client_request request;
  request.max_body = largest_file;
  co_return co_await call(std::move(request), std::move(path), std::move(query), repeatable::yes, answer_is::file);
}

task<api_result<std::string>> api_client::download_by_post(std::string path, std::string json) {
  client_request request;
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  request.body = std::move(json);
  request.max_body = largest_file;
  co_return co_await call(std::move(request), std::move(path), std::string{}, repeatable::yes, answer_is::file);
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
  co_return co_await call(std::move(request), std::move(path), std::move(query), repeat, answer_is::json);
}

// Sends it with a token, and once more where the rules allow: after a lost exchange of a repeatable call, and after a renewal of
// the token. Each at most once, so that a call is at most three exchanges and never a loop.
task<api_result<std::string>> api_client::call(client_request request, std::string path, std::string query, repeatable repeat,
                                               answer_is expected) {
  const api_action when_unknown = repeat == repeatable::yes ? api_action::retry : api_action::unknown;
  const capability needed = capability_of(path);
  if (profile_ && !profile_->may(needed)) co_return not_offered(*profile_, needed, path);
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
    if (expected == answer_is::file && is_file(answer)) co_return std::move(answer->body);
    auto read = read_api_answer(std::move(answer), path, when_unknown);
    if (read.has_error() && read.error().errcode == unauthorised && profile_ && profile_->note_refusal(needed) && refused_)
      refused_(needed, read.error());
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
