#include "ingest/source_reading.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/article_key.hpp"
#include "ingest/distinct_articles.hpp"
#include "ingest/feed_discovery.hpp"
#include "ingest/html_text.hpp"
#include "ingest/item_list.hpp"
#include "ingest/language.hpp"
#include "ingest/link.hpp"
#include "ingest/markup_tree.hpp"

#include <algorithm>

namespace depeche {
namespace {

std::string first_image(std::string_view html) {
  constexpr std::string_view opening = "<img src=\"";
  const auto at = html.find(opening);
  if (at == std::string_view::npos) return {};
  const auto begin = at + opening.size();
  return html_line(html.substr(begin, html.find('"', begin) - begin));
}

std::string first_words(std::string_view text) {
  const auto line = squeeze_space(text);
  const auto length = bytes_of_code_points(line, 80);
  return length == line.size() ? line : line.substr(0, length) + "…";
}

article article_of(feed_entry entry, const std::string& language_hint, const source& from, timestamp now) {
  article a;
  a.source = from.name;
  a.key = article_key(entry);
  a.url = without_tracking(entry.link);
  a.author = std::move(entry.author);
  // A date before the web is a slip (1970 above all), and would put the article where nobody looks.
  const timestamp web_begins = std::chrono::sys_days{std::chrono::year{1990} / 1 / 1};
  if (entry.published && *entry.published >= web_begins) a.published = entry.published;
  if (entry.updated && *entry.updated >= web_begins) a.updated = entry.updated;
  a.first_seen = now;
  a.summary = entry.summary;
  a.categories = std::move(entry.categories);
  const bool has_content = !entry.content.empty();
  const auto whole = whole_text(entry);
  if (!is_excerpt(whole)) {
    a.text = whole;
    a.html = has_content ? std::move(entry.content) : std::move(entry.summary_html);
  } else if (a.summary.size() < whole.size()) {
    a.summary = whole;
  }
  a.title = entry.title.empty() ? first_words(a.summary.empty() ? a.text : a.summary) : std::move(entry.title);
  a.image = entry.image.empty() ? first_image(a.html.empty() ? entry.summary_html : a.html) : std::move(entry.image);
  a.language = detect_language(a.text.empty() ? a.title + "\n" + a.summary : a.text, language_hint);
  return a;
}

source_reading of_feed(parsed_feed feed, const source& from, timestamp now) {
  source_reading reading;
  reading.cut = feed.cut;
  reading.title = std::move(feed.title);
  reading.ttl = feed.ttl;
  reading.quiet = feed.quiet;
  reading.hub = feed.hub;
  reading.topic = feed.self;
  reading.problems = std::move(feed.problems);
  const auto hint = from.language.empty() ? feed.language : from.language;
  std::size_t nameless = 0;
  for (auto& entry : feed.entries) {
    auto a = article_of(std::move(entry), hint, from, now);
    if (a.key.empty() || a.title.empty()) ++nameless;
    else reading.articles.push_back(std::move(a));
  }
  keep_distinct(reading.articles, feed.link, reading.problems);
  if (nameless > 0) reading.problems.push_back(std::to_string(nameless) + " entries have neither id, link nor words; left out");
  return reading;
}

// What stands there instead is a login, an error, an advertisement, or a new site.
error not_as_known(std::string what, std::string_view url) {
  return fail(errc::feed_unrecognised, std::move(what), std::string(url), "open it; if it moved, correct the source's address");
}

source_reading of_page(const extracted_page& page, const source& from, std::string_view url, timestamp now) {
  source_reading reading;
  reading.kind = source_kind::page;
  reading.problems = page.problems;
  article a;
  a.source = from.name;
  a.url = page.url.empty() ? std::string(url) : without_tracking(page.url);
  a.key = link_key(a.url);
  a.title = page.title;
  a.published = page.published;
  a.first_seen = now;
  complete_from_page(a, page);
  a.language = page.language.empty() ? primary_language(from.language) : page.language;
  reading.articles.push_back(std::move(a));
  return reading;
}

}  // namespace

std::string whole_text(const feed_entry& entry) {
  const auto& html = entry.content.empty() ? entry.summary_html : entry.content;
  const bool all_in_summary = entry.content.empty() && entry.summary.size() < longest_summary - 4;  // a cut leaves out less than a character
  return all_in_summary ? entry.summary : safe_html_text(html, html.size() + 1);
}

bool is_excerpt(std::string_view text) {
  for (const std::string_view sign : {"…", "...", "[…]", "[...]", "Lire la suite", "Read more", "Continue reading", "阅读全文", "查看全文"})
    if (trim(text).ends_with(sign)) return true;
  // Han characters weigh about three Latin letters.
  std::size_t weight = 0;
  for (std::size_t i = 0; i < text.size() && weight < 500;) weight += is_cjk(next_code_point(text, i)) ? 3 : 1;
  return weight < 500;
}

bool complete_from_page(article& known, const extracted_page& page) {
  if (page.text.size() <= known.text.size() || page.text.size() < known.summary.size() / 2) return false;
  known.text = page.text;
  known.html = page.html;
  if (known.author.empty()) known.author = page.author;
  if (known.image.empty()) known.image = page.image;
  if (known.related.empty()) known.related = page.related;
  if (!known.published) known.published = page.published;
  if (!known.updated) known.updated = page.updated;
  if (known.language.empty()) known.language = page.language;
  return true;
}

result<source_reading> read_source(const source& from, std::string_view bytes, std::string_view http_charset, std::string_view url,
                                   timestamp now, source_kind known) {
  if (!from.select.item.empty()) {
    auto listed = read_item_list(from, bytes, http_charset, url, now);
    if (listed.has_error()) return listed.error();
    return of_feed(std::move(*listed), from, now);
  }
  auto feed = parse_feed(bytes, http_charset, url, now, from.language);
  if (feed.has_value()) {
    auto reading = of_feed(std::move(*feed), from, now);
    reading.kind = source_kind::feed;
    return reading;
  }
  if (feed.error().code != errc::feed_unrecognised || bytes.find('<') == std::string_view::npos) return feed.error();
  if (known == source_kind::feed) return not_as_known("a page, where there should be a feed", url);
  source_reading reading;
  reading.kind = source_kind::page_with_feed;
  reading.announced_feed = find_announced_feed(bytes, http_charset, url);
  if (!reading.announced_feed.empty()) return reading;
  if (reads_like_a_feed_address(url)) return feed.error();
  if (known == source_kind::page_with_feed) {
    reading.announced_feed = find_linked_feed(bytes, http_charset, url);
    return reading.announced_feed.empty() ? result<source_reading>(not_as_known("the page announces no feed any more", url)) : reading;
  }
  auto page = extract_page(bytes, http_charset, url, now);
  if (page.has_error()) {
    // No article: a page of headlines, perhaps, that links to its feed for people only.
    reading.announced_feed = find_linked_feed(bytes, http_charset, url);
    if (!reading.announced_feed.empty()) return reading;
    return page.error();
  }
  return of_page(*page, from, url, now);
}

}  // namespace depeche
