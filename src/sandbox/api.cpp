#include "sandbox/api.hpp"

#include "base/encode.hpp"
#include "sandbox/error_words.hpp"
#include "sandbox/json_fields.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

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

api_answer refuse_used_up(quota_end end) {
  if (end == quota_end::day) return refuse(45009);
  if (end == quota_end::minute) return refuse(45011);
  return {};
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

std::string api_call::parameter(std::string_view name) const {
  if (auto value = query_value(http.query, name)) return *value;
  if (http.body.size() < 64 * 1024 && header_value(http.headers, "Content-Type").starts_with("application/x-www-form-urlencoded"))
    return query_value(http.body, name).value_or("");
  return {};
}

std::string api_call::either(std::string_view name) const {
  if (auto value = text_at(body, name); !value.empty()) return value;
  return parameter(name);
}

void api_gate::add(router& routes, std::vector<endpoint> endpoints) {
  for (auto& one : endpoints) {
    with_.quotas.declare(one.path, one.daily_limit, one.test_daily_limit, one.minute_limit);
    const auto shared = std::make_shared<const endpoint>(std::move(one));
    const auto handler = [this, shared](http_request request) { return pass(*shared, std::move(request)); };
    // Both methods are routed: the wrong one is the platform's 43002, not an HTTP error.
    routes.add("GET", shared->path, handler);
    routes.add("POST", shared->path, handler);
  }
}

void api_gate::add_unknown(router& routes) {
  const auto handler = [this](http_request request) -> task<http_response> {
    with_.noted.note();
    co_return finish(request.path.substr(0, 100), request, refuse(40066));
  };
  for (const auto* prefix : {"/cgi-bin/", "/customservice/", "/wxa/", "/wxaapi/", "/datacube/", "/sns/", "/card/", "/bizwifi/", "/shakearound/",
                             "/cv/", "/merchant/", "/scan/", "/semantic/", "/product/", "/shop/", "/device/", "/intp/"})
    for (const auto* method : {"GET", "POST"}) routes.add(method, std::string(prefix) + "{path...}", handler);
}

task<http_response> api_gate::pass(const endpoint& to, http_request request) {
  const auto fault = with_.faults.strike(to.path);
  if (!fault) {
    auto response = finish(to.path, request, serve(to, request));
    with_.noted.note();
    co_return response;
  }
  with_.noted.note();
  http_response response;
  switch (fault->kind) {
    case fault_kind::errcode: co_return finish(to.path, request, refuse(fault->code, fault->says));
    case fault_kind::http_error:
      with_.counted.call(to.path, -1, "HTTP 500 (fault)");
      co_return html_response(500, "<html><body>Internal Server Error</body></html>");
    case fault_kind::delay: {
      co_await with_.released.wait(fault->wait);
      response = finish(to.path, request, serve(to, request));
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
  if (to.method == "POST" && request.method != "POST") return refuse(43002);
  const auto& allowed = with_.of.ip_whitelist;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), request.peer) == allowed.end())
    return refuse(40164, "invalid ip " + request.peer + " ipv6 ::ffff:" + request.peer + ", not in whitelist");
  if (to.takes_token) {
    const int code = with_.tokens.check(query_value(request.query, "access_token").value_or(""));
    if (code != 0) return refuse(code);
  }
  if (!may(with_.of.kind, to.needs)) return refuse(48001);
  return refuse_used_up(with_.quotas.take(to.path, with_.of.kind == profile::test_account));
}

api_answer api_gate::serve(const endpoint& to, const http_request& request) {
  if (auto refused = check(to, request); refused.errcode != 0) return refused;
  static const json nothing;
  if (to.body == api_body::none || to.body == api_body::raw) return to.handle(api_call{request, nothing});
  if (request.body.empty() && to.body == api_body::perhaps_json) return to.handle(api_call{request, nothing});
  if (request.body.empty()) return refuse(44002);
  if (has_escaped_text(request.body)) return refuse(40033);
  json body = parse_json(request.body);
  if (body.is_array() && body.empty()) body = json::object();  // how PHP writes an empty object
  if (!body.is_object()) return refuse(47001);
  return to.handle(api_call{request, body});
}

http_response api_gate::finish(std::string_view path, const http_request& request, api_answer answer) {
  with_.counted.call(path, answer.errcode);
  http_response response;
  response.content_type = std::move(answer.content_type);
  response.headers = std::move(answer.headers);
  response.body = std::move(answer.body);
  if (answer.errcode == 0) return response;
  const auto rid = with_.rids.make();
  const std::string words = response.body.empty() ? std::string(usual_words(answer.errcode)) : response.body;
  response.body = fmt::format(R"({{"errcode":{},"errmsg":{})", answer.errcode, dump(json(words + " rid: " + rid)));
  if (!answer.extra.empty()) response.body += "," + answer.extra;
  response.body += "}";
  with_.rids.remember(rid, request, response.body);
  return response;
}

}  // namespace depeche::sandbox
