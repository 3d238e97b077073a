#include "ingest/feed_fetcher.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/parsed_feed.hpp"

namespace depeche {
namespace {

using namespace std::chrono_literals;

client_request request_for(const fetch_request& wanted, const url& target) {
  client_request request;
  request.target = target;
  request.limit = 20s;
  request.max_body = largest_feed;
  request.headers.push_back({"Accept", wanted.accept});
  request.headers.push_back({"Accept-Encoding", "identity"});
  if (!wanted.etag.empty()) request.headers.push_back({"If-None-Match", wanted.etag});
  if (!wanted.last_modified.empty()) request.headers.push_back({"If-Modified-Since", wanted.last_modified});
  return request;
}

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

// A validator that we may send back: short, and without line breaks.
std::string validator(std::string_view value) {
  const bool clean = value.size() <= 500 && value.find_first_of("\r\n") == std::string_view::npos;
  return clean ? std::string(value) : std::string{};
}

fetched accepted(client_response response, const url& from) {
  fetched out;
  out.body = std::move(response.body);
  out.content_type = header_value(response.headers, "Content-Type");
  out.charset = charset_of(out.content_type);
  out.final_url = from.text();
  out.etag = validator(header_value(response.headers, "ETag"));
  out.last_modified = validator(header_value(response.headers, "Last-Modified"));
  return out;
}

}  // namespace

task<result<fetched>> fetch(https_client& client, fetch_request wanted) {
  auto target = parse_url(wanted.url);
  if (target.has_error()) co_return target.error();
  for (int hop = 0; hop <= most_redirects; ++hop) {
    auto request = request_for(wanted, *target);
    auto response = co_await client.exchange(std::move(request));
    if (response.has_error()) co_return response.error();
    if (response->status == 304) {
      fetched same;
      same.not_modified = true;
      same.final_url = target->text();
      co_return same;
    }
    if (response->status == 200) {
      const auto coding = trim(header_value(response->headers, "Content-Encoding"));
      if (!coding.empty() && !ascii_iequal(coding, "identity"))
        co_return fail(errc::http_malformed, "sent compressed although we asked for it plain", target->text());
      co_return accepted(std::move(*response), *target);
    }
    if (!is_redirect(response->status))
      co_return fail(errc::http_status, "answered with status " + std::to_string(response->status), target->text());
    const std::string location(header_value(response->headers, "Location"));
    auto next = resolve_url(*target, location);
    if (location.empty() || next.has_error())
      co_return fail(errc::http_malformed, "redirected to nowhere: \"" + printable(location) + "\"", target->text());
    target = std::move(next);
  }
  co_return fail(errc::http_malformed, "more than " + std::to_string(most_redirects) + " redirects", wanted.url);
}

}  // namespace depeche
