#include "ingest/feed_fetcher.hpp"

#include "async/on_pool.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/parsed_feed.hpp"
#include "ingest/unpack.hpp"
#include "ingest/websub.hpp"

namespace depeche {
namespace {

using namespace std::chrono_literals;

client_request request_for(const fetch_request& wanted, const url& target) {
  client_request request;
  request.target = target;
  request.limit = 20s;
  request.max_body = largest_feed;
  request.headers.push_back({"Accept", wanted.accept});
  request.headers.push_back({"Accept-Encoding", std::string(unpackable)});
  if (!wanted.etag.empty()) request.headers.push_back({"If-None-Match", wanted.etag});
  if (!wanted.last_modified.empty()) request.headers.push_back({"If-Modified-Since", wanted.last_modified});
  return request;
}

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }
bool is_permanent(int status) { return status == 301 || status == 308; }

// A validator that we may send back: short, and without line breaks.
std::string validator(std::string_view value) {
  const bool clean = value.size() <= 500 && value.find_first_of("\r\n") == std::string_view::npos;
  return clean ? std::string(value) : std::string{};
}

task<result<std::string>> unpacked(client_response& response, const fetch_request& wanted, const url& from) {
  const std::string coding(trim(header_value(response.headers, "Content-Encoding")));
  auto work = [&response, &coding] { return unpack(std::move(response.body), coding, largest_feed); };
  const bool heavy = !coding.empty() && wanted.pool;
  if (!heavy) {
    auto here = work();
    if (here.has_error()) here.error().where = from.text();
    co_return here;
  }
  auto there = co_await on_pool(wanted.pool, work);
  if (there.has_error()) there.error().where = from.text();
  co_return there;
}

}  // namespace

task<result<fetched>> fetch(https_client& client, fetch_request wanted, server_wish& wish) {
  auto target = parse_url(wanted.url);
  if (target.has_error()) co_return target.error();
  fetched out;
  bool all_permanent = true;
  for (int hop = 0; hop <= most_redirects; ++hop) {
    if (wanted.pace) co_await wanted.pace->turn(target->host);
    auto request = request_for(wanted, *target);
    auto response = co_await client.exchange(std::move(request));
    if (response.has_error()) co_return response.error();
    wish = wish_of(*response, target->host, wanted.now);
    out.final_url = target->text();
    out.etag = validator(header_value(response->headers, "ETag"));
    out.last_modified = validator(header_value(response->headers, "Last-Modified"));
    if (response->status == 304) {
      out.not_modified = true;
      co_return out;
    }
    if (response->status == 200) {
      out.content_type = header_value(response->headers, "Content-Type");
      out.charset = charset_of(out.content_type);
      out.hub = linked_address(response->headers, "hub", out.final_url);
      out.topic = linked_address(response->headers, "self", out.final_url);
      auto body = co_await unpacked(*response, wanted, *target);
      if (body.has_error()) co_return body.error();
      out.body = std::move(*body);
      co_return out;
    }
    if (!is_redirect(response->status))
      co_return fail(errc::http_status, "answered with status " + std::to_string(response->status), target->text(),
                     wish.gone ? "it is gone for good: correct the address, or remove the source" : "");
    const std::string location(header_value(response->headers, "Location"));
    auto next = resolve_url(*target, location);
    if (location.empty() || next.has_error())
      co_return fail(errc::http_malformed, "redirected to nowhere: \"" + printable(location) + "\"", target->text());
    all_permanent = all_permanent && is_permanent(response->status);
    target = std::move(next);
    if (all_permanent) out.moved_to = target->text();
  }
  co_return fail(errc::http_malformed, "more than " + std::to_string(most_redirects) + " redirects", wanted.url);
}

}  // namespace depeche
