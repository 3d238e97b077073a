// Writing: a response into one buffer.
#include "net/http_codec.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace depeche {

namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Status";
  }
}

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_field_value(value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool is_token(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

std::string_view http_date() {
  thread_local std::time_t made_at = -1;
  thread_local char text[32];
  thread_local std::size_t size = 0;
  // The system's clock, whatever the program's clock shows: caches between us and the client compare it with theirs.
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm t{};
    gmtime_r(&now, &t);
    // Not strftime's names: those follow the locale.
    char form[32];
    size = std::strftime(form, sizeof form, "xxx, %d xxx %Y %H:%M:%S GMT", &t);
    std::copy_n(form, size, text);
    std::copy_n(days[t.tm_wday], 3, text);
    std::copy_n(months[t.tm_mon], 3, text + 8);
    made_at = now;
  }
  return {text, size};
}

void append_response(std::string& out, const http_response& response, const response_shape& shape) {
  const bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  out.reserve(out.size() + 256 + response.body.size());
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(std::clamp(response.status, 100, 999)));
  out.append(" ").append(reason_of(response.status)).append("\r\nDate: ").append(http_date()).append("\r\n");
  if (!bodiless) {
    append_header(out, "Content-Type", response.content_type);
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
  }
  if (!shape.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (shape.http10) {
    out.append("Connection: keep-alive\r\n");
  }
  for (const auto& h : response.headers) append_header(out, h.name, h.value);
  out.append("\r\n");
  if (!bodiless && !shape.to_head) out.append(response.body);
}

}  // namespace depeche
