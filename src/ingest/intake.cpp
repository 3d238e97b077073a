#include "ingest/intake.hpp"

#include "async/on_pool.hpp"
#include "base/log.hpp"
#include "ingest/article_key.hpp"
#include "ingest/feed_fetcher.hpp"
#include "ingest/page_dump.hpp"
#include "ingest/source_reading.hpp"

namespace depeche {
namespace {

link_kind kind_of(page_kind kind) {
  switch (kind) {
    case page_kind::article: return link_kind::article;
    case page_kind::stub: return link_kind::stub;
    case page_kind::list: return link_kind::list;
    case page_kind::error: break;
  }
  return link_kind::error;
}

// The feed that a page names; a page without one is read no further.
std::string announced_feed(std::string_view bytes, std::string_view charset, std::string_view url, timestamp now) {
  source any;
  any.name = source_of_the_desk;
  auto reading = read_source(any, bytes, charset, url, now);
  return reading.has_value() ? std::move(reading->announced_feed) : std::string{};
}

error no_article(const link_reading& seen, const std::string& address) {
  if (seen.kind == link_kind::feed) return fail(errc::page_unrecognised, "a feed, not an article", address, "add it as a source");
  return fail(errc::page_unrecognised, seen.why, address, seen.feed.empty() ? "" : "its feed may be added as a source: " + seen.feed);
}

}  // namespace

result<link_reading> read_link(std::string_view bytes, std::string_view charset, std::string_view url, timestamp now) {
  link_reading out;
  if (const auto feed = parse_feed(bytes, charset, url, now); feed.has_value()) {
    out.kind = link_kind::feed;
    out.feed = url;
    out.feed_title = feed->title;
    out.feed_entries = feed->entries.size();
    out.why = "a feed, not an article";
    return out;
  }
  auto page = looks_like_dump(bytes) ? extract_dump(bytes, now) : examine_page(bytes, charset, url, now);
  if (page.has_error() && page.error().code != errc::page_unrecognised) return page.error();
  if (page.has_error()) {
    out.why = page.error().what;
  } else {
    out.kind = kind_of(page->kind);
    out.why = page->problems.empty() ? "no article" : page->problems.back();
    out.found = from_page(std::move(*page), url);
  }
  if (out.kind != link_kind::article) out.feed = announced_feed(bytes, charset, url, now);
  // A page of headlines only has no text at all.
  if (page.has_error() && !out.feed.empty()) out.kind = link_kind::list;
  return out;
}

intake::intake(asio::any_io_executor pool, const clock& time, https_client& client, article_store& articles, std::function<void()> on_change,
               std::chrono::milliseconds host_gap)
    : pool_(std::move(pool)), time_(time), client_(client), articles_(articles), on_change_(std::move(on_change)), pace_(host_gap) {}

task<result<link_reading>> intake::look(std::string address) {
  fetch_request request;
  request.url = std::move(address);
  request.now = time_.now();
  request.pace = &pace_;
  request.pool = pool_;
  request.accept = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, */*;q=0.5";
  server_wish wish;
  auto document = co_await fetch(client_, std::move(request), wish);
  if (document.has_error()) co_return document.error();
  const timestamp now = time_.now();
  const fetched& page = *document;
  auto work = [&page, now] { return read_link(page.body, page.charset, page.final_url, now); };
  co_return co_await on_pool(pool_, work);
}

task<result<taken_article>> intake::take(handed_in what) {
  if (!what.is_address_only()) co_return co_await keep(std::move(what));
  const std::string address = what.url;
  auto seen = co_await look(address);
  if (seen.has_error()) co_return seen.error();
  if (seen->kind != link_kind::article) co_return no_article(*seen, address);
  link_reading found = std::move(*seen);
  co_return co_await take_seen(std::move(found), std::move(what));
}

task<result<taken_article>> intake::take_seen(link_reading seen, handed_in given) {
  const std::string published_at = without_tracking(seen.found.url);
  auto known = co_await articles_.find_at(published_at);
  if (known.has_error()) co_return known.error();
  if (*known && (*known)->source != given.source && !(*known)->text.empty()) {
    taken_article there;
    there.what = std::move(**known);
    co_return there;
  }
  handed_in whole = overlaid(std::move(seen.found), std::move(given));
  co_return co_await keep(std::move(whole));
}

task<result<taken_article>> intake::keep(handed_in what) {
  const timestamp now = time_.now();
  auto work = [what = std::move(what), now]() mutable { return article_of(std::move(what), now); };
  auto made = co_await on_pool(pool_, std::move(work));
  if (made.has_error()) co_return made.error();
  article given = *made;
  auto kept = co_await articles_.keep_handed_in(std::move(given));
  if (kept.has_error()) co_return kept.error();
  auto stored = co_await articles_.find(kept->id);
  if (stored.has_error()) co_return stored.error();
  taken_article out;
  out.outcome = kept->outcome;
  out.what = *stored ? std::move(**stored) : std::move(*made);
  out.what.id = kept->id;
  if (kept->outcome != keep_outcome::unchanged && on_change_) on_change_();
  co_return out;
}

task<result<bool>> intake::drop(article_id id) {
  auto dropped = co_await articles_.drop(id);
  if (dropped.has_value() && *dropped && on_change_) on_change_();
  co_return dropped;
}

}  // namespace depeche
