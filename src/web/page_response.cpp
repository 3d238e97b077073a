#include "web/page_response.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/text.hpp"

#include <ctime>

namespace depeche {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// True when the header lists the tag or "*". Weak comparison (RFC 9110, 13.1.2).
bool names_tag(std::string_view if_none_match, std::string_view quoted) {
  for (std::string_view one : split(if_none_match.substr(0, 4096), ',')) {
    one = trim(one);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || one == quoted) return true;
  }
  return false;
}

// The one form of date that programs still send (RFC 9110, 5.6.7); nothing for others.
std::optional<timestamp> http_date(std::string_view text) {
  std::tm parts{};
  const std::string copy(trim(text.substr(0, 64)));
  const char* const end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return from_unix_ms(static_cast<std::int64_t>(::timegm(&parts)) * 1000);
}

bool reader_has_it(const http_request& request, std::string_view quoted, std::optional<timestamp> modified) {
  const std::string_view tags = header_value(request.headers, "If-None-Match");
  if (!tags.empty()) return names_tag(tags, quoted);
  if (!modified) return false;
  const auto since = http_date(header_value(request.headers, "If-Modified-Since"));
  return since && std::chrono::floor<std::chrono::seconds>(*modified) <= *since;
}

http_response tagged(const http_request& request, int status, std::string content_type, std::string body, std::string_view cache,
                     std::optional<timestamp> modified) {
  http_response answer;
  answer.status = status;
  answer.content_type = std::move(content_type);
  answer.headers.push_back({"Cache-Control", std::string(cache)});
  answer.headers.push_back({"X-Content-Type-Options", "nosniff"});
  answer.headers.push_back({"Referrer-Policy", "strict-origin-when-cross-origin"});
  answer.headers.push_back({"Content-Security-Policy", std::string(policy)});
  if (status == 200) {
    const std::string quoted = "\"" + content_tag(body) + "\"";
    answer.headers.push_back({"ETag", quoted});
    if (modified) answer.headers.push_back({"Last-Modified", rfc822_time(*modified)});
    if (reader_has_it(request, quoted, modified)) {
      answer.status = 304;
      return answer;
    }
  }
  answer.body = std::move(body);
  return answer;
}

}  // namespace

std::string content_tag(std::string_view content) { return to_base64url(sha256(content).substr(0, 12)); }

http_response page_response(const http_request& request, int status, std::string body, std::string_view cache) {
  return tagged(request, status, "text/html; charset=utf-8", std::move(body), cache, std::nullopt);
}

http_response file_response(const http_request& request, std::string content_type, std::string body, std::string_view cache,
                            std::optional<timestamp> modified) {
  return tagged(request, 200, std::move(content_type), std::move(body), cache, modified);
}

}  // namespace depeche
