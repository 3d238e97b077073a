#include "sandbox/api.hpp"

#include "base/encode.hpp"
#include "sandbox/json_fields.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

std::string_view usual_words(int errcode) {
  switch (errcode) {
    case -1: return "system error";
    case 40001: return "invalid credential, access_token is invalid or not latest";
    case 40002: return "invalid grant_type";
    case 40003: return "invalid openid";
    case 40004: return "invalid media type";
    case 40005: return "invalid file type";
    case 40007: return "invalid media_id";
    case 40008: return "invalid message type";
    case 40013: return "invalid appid";
    case 40032: return "invalid openid list size";
    case 40033: return "invalid charset. please check your request, if include \\uxxxx will create fail!";
    case 40035: return "invalid parameter";
    case 40052: return "invalid action name";
    case 40053: return "invalid action info";
    case 40059: return "invalid msg id";
    case 40066: return "invalid url";
    case 40125: return "invalid appsecret";
    case 40152: return "invalid tag_id";
    case 40201: return "callback url not set";
    case 41001: return "access_token missing";
    case 41002: return "appid missing";
    case 41004: return "appsecret missing";
    case 41005: return "media data missing";
    case 42001: return "access_token expired";
    case 43001: return "require GET method";
    case 43002: return "require POST method";
    case 44002: return "empty post data";
    case 44004: return "empty content";
    case 45001: return "media size out of limit";
    case 45002: return "content size out of limit";
    case 45009: return "reach max api daily quota limit";
    case 45011: return "api minute-quota reach limit, must slower, retry next minute";
    case 45015: return "response out of time limit or subscription is canceled";
    case 45028: return "has no masssend quota";
    case 45047: return "out of response count limit";
    case 45065: return "clientmsgid exist";
    case 45067: return "clientmsgid size out of limit";
    case 47001: return "data format error";
    case 48001: return "api unauthorized";
    case 48002: return "user block receive message";
    case 48006: return "forbid to clear quota because of reaching the limit";
    case 76021: return "cgi_path not found";
    default: return "refused";
  }
}

// \uXXXX for anything beyond ASCII: the platform wants raw UTF-8 (40033).
bool has_escaped_text(std::string_view body) {
  for (auto at = body.find("\\u"); at != std::string_view::npos; at = body.find("\\u", at + 2)) {
    std::size_t slashes = 0;
    while (slashes < at && body[at - 1 - slashes] == '\\') ++slashes;
    if (slashes % 2 == 1) continue;
    const auto digits = body.substr(at + 2, 4);
    if (digits.size() == 4 && digits.substr(0, 2) != "00") return true;
    if (digits.size() == 4 && digits[2] >= '8') return true;
  }
  return false;
}

}  // namespace

api_answer refuse(int errcode, std::string words, std::string extra) {
  api_answer refusal;
  refusal.errcode = errcode;
  refusal.body = std::move(words);
  refusal.extra = std::move(extra);
  return refusal;
}

api_answer answer_ok() {
  api_answer ok;
  ok.body = R"({"errcode":0,"errmsg":"ok"})";
  return ok;
}

api_answer answer_json(const json& value) {
  api_answer ok;
  ok.body = dump(value);
  return ok;
}

void api_gate::add(router& routes, std::vector<endpoint> endpoints) {
  for (auto& one : endpoints) {
    if (one.daily_limit != 0) with_.quotas.declare(one.path, one.daily_limit, one.test_daily_limit);
    const auto shared = std::make_shared<const endpoint>(std::move(one));
    const auto handler = [this, shared](http_request request) { return pass(*shared, std::move(request)); };
    // Both methods are routed: the wrong one is the platform's 43001 or 43002, not an HTTP error.
    routes.add("GET", shared->path, handler);
    routes.add("POST", shared->path, handler);
  }
}

void api_gate::add_unknown(router& routes) {
  const auto handler = [this](http_request request) -> task<http_response> {
    with_.noted.note();
    co_return finish(request.path.substr(0, 100), refuse(40066));
  };
  routes.add("GET", "/cgi-bin/{path...}", handler);
  routes.add("POST", "/cgi-bin/{path...}", handler);
}

task<http_response> api_gate::pass(const endpoint& to, http_request request) {
  const auto fault = with_.faults.strike(to.path);
  if (!fault) {
    auto response = finish(to.path, serve(to, request));
    with_.noted.note();
    co_return response;
  }
  with_.noted.note();
  http_response response;
  switch (fault->kind) {
    case fault_kind::errcode: co_return finish(to.path, refuse(fault->code));
    case fault_kind::http_error:
      with_.counted.call(to.path, -1, "HTTP 500 (fault)");
      co_return html_response(500, "<html><body>Internal Server Error</body></html>");
    case fault_kind::delay: {
      co_await with_.released.wait(fault->wait);
      response = finish(to.path, serve(to, request));
      with_.noted.note();
      co_return response;
    }
    case fault_kind::timeout_after_commit: (void)serve(to, request); break;
    case fault_kind::timeout: break;
  }
  with_.counted.call(to.path, -1, "never answered (fault)");
  co_await with_.released.wait(fault->wait);
  response.status = 504;
  response.close = true;
  co_return response;
}

api_answer api_gate::check(const endpoint& to, const http_request& request) {
  const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  if (method != to.method) return refuse(to.method == "POST" ? 43002 : 43001);
  const auto& allowed = with_.of.ip_whitelist;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), request.peer) == allowed.end())
    return refuse(40164, "invalid ip " + request.peer + " ipv6 ::ffff:" + request.peer + ", not in whitelist");
  if (to.takes_token) {
    const int code = with_.tokens.check(query_value(request.query, "access_token").value_or(""));
    if (code != 0) return refuse(code);
  }
  if (!may(with_.of.kind, to.needs)) return refuse(48001);
  if (!with_.quotas.take(to.path, with_.of.kind == profile::test_account)) return refuse(45009);
  return {};
}

api_answer api_gate::serve(const endpoint& to, const http_request& request) {
  if (auto refused = check(to, request); refused.errcode != 0) return refused;
  static const json nothing;
  if (to.body != api_body::json) return to.handle(api_call{request, nothing});
  if (request.body.empty()) return refuse(44002);
  if (has_escaped_text(request.body)) return refuse(40033);
  const json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return refuse(47001);
  return to.handle(api_call{request, body});
}

std::string api_gate::make_rid() {
  const auto seconds = to_unix_seconds(with_.time.now());
  const auto chance = random_below(with_.random, std::uint64_t{1} << 62);
  return fmt::format("{:08x}-{:08x}-{:08x}", seconds & 0xffffffff, chance & 0xffffffff, chance >> 32);
}

http_response api_gate::finish(std::string_view path, api_answer answer) {
  with_.counted.call(path, answer.errcode);
  http_response response;
  response.content_type = std::move(answer.content_type);
  response.headers = std::move(answer.headers);
  response.body = std::move(answer.body);
  if (answer.errcode == 0) return response;
  const std::string words = response.body.empty() ? std::string(usual_words(answer.errcode)) : response.body;
  response.body = fmt::format(R"({{"errcode":{},"errmsg":{})", answer.errcode, dump(json(words + " rid: " + make_rid())));
  if (!answer.extra.empty()) response.body += "," + answer.extra;
  response.body += "}";
  return response;
}

}  // namespace depeche::sandbox
