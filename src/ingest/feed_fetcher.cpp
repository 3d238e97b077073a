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

using std::chrono::milliseconds;
using std::chrono::steady_clock;

client_request request_for(const fetch_request& wanted, const url& target, std::size_t most, milliseconds left) {
  client_request request;
  request.target = target;
  request.limit = left;
  request.max_body = most;
  request.headers.push_back({"Accept", wanted.accept});
  request.headers.push_back({"Accept-Encoding", std::string(unpackable)});
  if (!wanted.etag.empty()) request.headers.push_back({"If-None-Match", wanted.etag});
  if (!wanted.last_modified.empty()) request.headers.push_back({"If-Modified-Since", wanted.last_modified});
  return request;
}

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }
bool is_whole(int status) { return status == 200 || status == 203; }  // 203: a proxy has had a hand in it
bool is_permanent(int status) { return status == 301 || status == 308; }

// A validator that we may send back: short, and without line breaks.
std::string validator(std::string_view value) {
  const bool clean = value.size() <= 500 && value.find_first_of("\r\n") == std::string_view::npos;
  return clean ? std::string(value) : std::string{};
}

task<result<std::string>> unpacked(client_response& response, const fetch_request& wanted, std::size_t most) {
  const std::string coding(trim(header_value(response.headers, "Content-Encoding")));
  auto work = [&response, &coding, most] { return unpack(std::move(response.body), coding, most); };
  const bool heavy = !coding.empty() && wanted.pool;
  if (!heavy) co_return work();
  co_return co_await on_pool(wanted.pool, work);
}

// One exchange; the body of its answer is unpacked.
task<result<client_response>> ask(https_client& client, const fetch_request& wanted, const url& target, std::size_t most, milliseconds& left) {
  if (wanted.pace) co_await wanted.pace->turn(target.host);
  if (left <= milliseconds{0}) co_return fail(errc::timed_out, "no answer within the time limit", target.authority());
  auto request = request_for(wanted, target, most, left);
  const auto began = steady_clock::now();
  auto response = co_await client.exchange(std::move(request));
  left -= std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
  if (response.has_error() || !is_whole(response->status)) co_return std::move(response);
  auto body = co_await unpacked(*response, wanted, most);
  if (body.has_error()) {
    body.error().where = target.text();
    co_return body.error();
  }
  response->body = std::move(*body);
  co_return std::move(response);
}

}  // namespace

task<result<fetched>> fetch(https_client& client, fetch_request wanted, server_wish& wish) {
  auto target = parse_url(wanted.url);
  if (target.has_error()) co_return target.error();
  fetched out;
  bool all_permanent = true;
  const bool is_conditional = !wanted.etag.empty() || !wanted.last_modified.empty();
  auto left = wanted.limit;
  for (int hop = 0; hop <= most_redirects; ++hop) {
    const std::size_t usual = wanted.large ? usual_document : largest_feed;
    auto response = co_await ask(client, wanted, *target, usual, left);
    if (response.has_error() && response.error().code == errc::too_large && wanted.large) {
      // Sixteen of them at once would fill the memory. Who waits here keeps nobody from asking for what is small.
      auto mine = co_await wanted.large->take();
      out.large.emplace(std::move(mine));
      response = co_await ask(client, wanted, *target, largest_feed, left);
    }
    if (response.has_error()) co_return response.error();
    wish = wish_of(*response, target->host, wanted.now);
    out.final_url = target->text();
    out.etag = validator(header_value(response->headers, "ETag"));
    out.last_modified = validator(header_value(response->headers, "Last-Modified"));
    if (response->status == 304) {
      if (!is_conditional) co_return fail(errc::http_malformed, "answered that nothing has changed (304) to who has nothing yet", target->text());
      out.not_modified = true;
      co_return std::move(out);
    }
    if (is_whole(response->status)) {
      out.content_type = header_value(response->headers, "Content-Type");
      out.charset = charset_of(out.content_type);
      out.hub = linked_address(response->headers, "hub", out.final_url);
      out.topic = linked_address(response->headers, "self", out.final_url);
      out.body = std::move(response->body);
      co_return std::move(out);
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
