#include "net/http_message.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"

namespace depeche {

std::string_view header_value(const http_headers& headers, std::string_view name) {
  for (const auto& h : headers) {
    if (ascii_iequal(h.name, name)) return h.value;
  }
  return {};
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    const auto equals = pair.find('=');
    const auto raw_name = pair.substr(0, equals);
    // The names asked for are plain words: only an encoded name needs decoding to be told apart.
    if (raw_name != name && (raw_name.find('%') == raw_name.npos || percent_decode(raw_name, true) != name)) continue;
    if (equals == std::string_view::npos) return std::string();
    return percent_decode(pair.substr(equals + 1), true);
  }
  return std::nullopt;
}

namespace {

http_response response(int status, std::string content_type, std::string body) {
  http_response r;
  r.status = status;
  r.content_type = std::move(content_type);
  r.body = std::move(body);
  return r;
}

}  // namespace

http_response text_response(int status, std::string body) {
  return response(status, "text/plain; charset=utf-8", std::move(body));
}

http_response html_response(int status, std::string body) {
  return response(status, "text/html; charset=utf-8", std::move(body));
}

http_response json_response(int status, std::string body) { return response(status, "application/json", std::move(body)); }

http_response redirect_response(std::string location) {
  auto r = text_response(302, "");
  r.headers.push_back(http_header{"Location", std::move(location)});
  return r;
}

}  // namespace depeche
