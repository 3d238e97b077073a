#include "sandbox/control.hpp"

#include "base/text.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

// A page of another site, open in the same browser, must not drive the sandbox.
bool from_another_site(const http_request& request) {
  const auto origin = header_value(request.headers, "Origin");
  if (origin.empty()) return false;
  const auto host = origin.find("://");
  return host == std::string_view::npos || !ascii_iequal(origin.substr(host + 3), header_value(request.headers, "Host"));
}

}  // namespace

http_response control_answer(const json& value) { return json_response(200, dump(value)); }

http_response control_error(int status, std::string what) {
  const json body{{"error", std::move(what)}};
  return json_response(status, dump(body));
}

http_response control_error(const error& why) {
  const int status = why.code == errc::not_found ? 404 : why.code == errc::not_allowed ? 409 : 400;
  return control_error(status, to_line(why));
}

void add_control(router& routes, std::string method, std::string path, control_handler handler) {
  const auto guarded = [handler = std::move(handler)](http_request request) -> task<http_response> {
    if (from_another_site(request)) co_return control_error(403, "requests from other sites are refused");
    json body = json::object();
    if (!request.body.empty()) body = parse_json(request.body);
    if (!body.is_object()) co_return control_error(400, "the body is not a JSON object, or nested too deeply");
    co_return co_await handler(request, body);
  };
  routes.add(std::move(method), "/sandbox/v1/" + path, guarded);
}

}  // namespace depeche::sandbox
