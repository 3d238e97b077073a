#include "ingest/complete_excerpts.hpp"

#include "async/on_pool.hpp"
#include "base/log.hpp"
#include "ingest/feed_fetcher.hpp"
#include "ingest/page_extractor.hpp"
#include "ingest/source_reading.hpp"

#include <algorithm>
#include <unordered_map>

namespace depeche {
namespace {

constexpr int page_patience = 3;  // failures of one article's page before it is left alone

using stored_articles = std::unordered_map<std::string, const article*>;

// The text that an earlier round fetched, as long as the feed says the same of the article.
bool complete_from_store(article& a, const stored_articles& stored) {
  const auto known = stored.find(a.key);
  if (known == stored.end() || known->second->text.empty() || known->second->title != a.title) return false;
  const article& before = *known->second;
  if (a.updated && before.updated && *a.updated > *before.updated) return false;
  if (a.published && before.published && *a.published > *before.published) return false;
  a.text = before.text;
  a.html = before.html;
  a.language = before.language;
  if (a.author.empty()) a.author = before.author;
  if (a.image.empty()) a.image = before.image;
  if (a.related.empty()) a.related = before.related;
  if (!a.published) a.published = before.published;
  if (!a.updated) a.updated = before.updated;
  return true;
}

task<result<extracted_page>> fetch_page(const std::string& address, refresh_parts& with, server_wish& wish) {
  fetch_request request;
  request.url = address;
  request.now = with.time.now();
  request.pace = &with.pace;
  request.pool = with.pool;
  request.large = &with.large;
  request.limit = with.patience;
  request.accept = "text/html, application/xhtml+xml;q=0.9";
  auto document = co_await fetch(with.client, std::move(request), wish);
  if (document.has_error()) co_return document.error();
  const auto now = with.time.now();
  const auto& page = *document;
  auto work = [&page, now] { return extract_page(page.body, page.charset, page.final_url, now); };
  co_return co_await on_pool(with.pool, work);
}

}  // namespace

task<std::size_t> complete_excerpts(std::vector<article>& articles, const std::vector<article>& stored, refresh_parts& with,
                                    source_memory& memory, std::vector<std::string>& problems) {
  const auto is_short = [](const article& a) { return a.text.empty() && !a.url.empty(); };
  if (std::none_of(articles.begin(), articles.end(), is_short)) co_return 0;
  stored_articles by_key;
  for (const auto& before : stored) by_key.emplace(before.key, &before);
  std::size_t fetched_pages = 0, left = 0;
  int no_answers = 0;  // in a row
  for (auto& a : articles) {
    if (!is_short(a) || complete_from_store(a, by_key)) continue;
    auto& failures = memory.page_failures[a.key];
    if (failures >= page_patience) continue;
    if (fetched_pages >= with.pages_per_round || no_answers >= 2) {
      ++left;
      continue;
    }
    ++fetched_pages;
    server_wish wish;
    const auto page = co_await fetch_page(a.url, with, wish);
    // A host that is busy or does not answer is left alone until the next round; that is not the page's fault.
    const bool no_answer = page.has_error() && (page.error().code == errc::timed_out || page.error().code == errc::connect_failed);
    no_answers = wish.busy ? 2 : no_answer ? no_answers + 1 : 0;
    if (wish.busy) {
      ++left;
      problems.push_back("article page " + printable(a.url, 200) + ": " + to_line(page.error()));
      continue;
    }
    if (page.has_value() && complete_from_page(a, *page)) {
      failures = 0;
      continue;
    }
    if (++failures < page_patience) ++left;
    if (page.has_error()) problems.push_back("article page " + printable(a.url, 200) + ": " + to_line(page.error()));
  }
  if (memory.page_failures.size() > 4 * most_entries) memory.page_failures.clear();
  co_return left;
}

}  // namespace depeche
