#include "ingest/item_list.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/css_selector.hpp"
#include "ingest/encoding.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/link.hpp"
#include "ingest/markup_tree.hpp"
#include "ingest/page_base.hpp"
#include "ingest/selector_match.hpp"
#include "ingest/update_line.hpp"

namespace depeche {
namespace {

struct part_selectors {
  css_selector item, title, link, date, summary;
};

result<part_selectors> read_parts(const item_selectors& select) {
  part_selectors out;
  const auto read = [](const std::string& css, css_selector& into) -> result<void> {
    if (css.empty()) return {};
    auto selector = read_selector(css);
    if (selector.has_error()) return selector.error();
    into = std::move(*selector);
    return {};
  };
  if (auto done = read(select.item, out.item); done.has_error()) return done.error();
  if (auto done = read(select.title, out.title); done.has_error()) return done.error();
  if (auto done = read(select.link.empty() ? "a[href]" : select.link, out.link); done.has_error()) return done.error();
  if (auto done = read(select.date.empty() ? "time" : select.date, out.date); done.has_error()) return done.error();
  if (auto done = read(select.summary, out.summary); done.has_error()) return done.error();
  return out;
}

std::string words_of(const xmlNode* node) { return node ? squeeze_space(raw_text(node)) : std::string{}; }

std::string address_in(const xmlNode* node, const std::string& base) {
  if (!node) return {};
  for (const char* name : {"href", "data-href", "src"})
    if (std::string link = absolute_link(base, attribute(node, name)); !link.empty()) return link;
  std::string inner;
  walk(node, [&](const xmlNode* n) {
    if (inner.empty() && is_named(n, "a")) inner = absolute_link(base, attribute(n, "href"));
    return inner.empty();
  });
  return inner;
}

std::string date_in(const xmlNode* node) {
  if (!node) return {};
  for (const char* name : {"datetime", "content", "data-time", "data-timestamp", "title"})
    if (std::string written = attribute(node, name); !written.empty()) return written;
  return words_of(node);
}

std::string title_of_page(const markup_tree& tree) {
  std::string title;
  walk(root_of(tree), [&](const xmlNode* n) {
    if (title.empty() && is_named(n, "title")) title = words_of(n);
    return title.empty() && !is_named(n, "body");
  });
  return title;
}

}  // namespace

result<parsed_feed> read_item_list(const source& from, std::string_view bytes, std::string_view http_charset, std::string_view url, timestamp now) {
  if (bytes.size() > largest_feed) return fail(errc::too_large, "the page is over 16 MiB", std::string(url));
  const auto parts = read_parts(from.select);
  if (parts.has_error()) return parts.error();
  decoded_text decoded = decode_text(bytes, http_charset);
  const markup_tree tree = read_html_tree(decoded.text);
  if (!tree || !root_of(tree)) return fail(errc::feed_unrecognised, "the page is empty", std::string(url));
  parsed_feed out;
  out.format = "page";
  out.encoding = std::move(decoded.encoding);
  out.declared_encoding = std::move(decoded.declared);
  out.problems = std::move(decoded.problems);
  out.link = std::string(url);
  out.title = title_of_page(tree);
  out.language = attribute(root_of(tree), "lang");
  const std::string base = base_of_page(root_of(tree), url);
  selector_work work;
  const auto items = find_all(root_of(tree), parts->item, most_entries, work);
  if (work.exhausted()) return fail(errc::too_large, "the selector costs too much on this page", from.select.item, "write it without ~ and :nth-child");
  const std::string& language = from.language.empty() ? out.language : from.language;
  const date_context dates{language, zone_of_language(ascii_lower(language)), now};
  std::size_t empty = 0, undated = 0;
  for (const xmlNode* item : items) {
    feed_entry entry;
    const xmlNode* link = find_first(item, parts->link, work);
    entry.link = address_in(link, base);
    entry.title = words_of(parts->title.any.empty() ? (link ? link : item) : find_first(item, parts->title, work));
    entry.summary = words_of(find_first(item, parts->summary, work));
    const std::string written = date_in(find_first(item, parts->date, work));
    entry.published = read_feed_date(written, dates);
    if (!written.empty() && !entry.published) ++undated;
    if (entry.title.empty() || (entry.link.empty() && entry.summary.empty())) ++empty;
    else if (out.entries.size() < most_entries) out.entries.push_back(std::move(entry));
  }
  if (work.exhausted()) out.problems.emplace_back("the selectors cost too much on this page; not all items were read");
  if (out.entries.empty())
    return fail(errc::feed_unrecognised, items.empty() ? "the page has no item of its selector" : "no item of the page has a title and a link",
                printable(from.select.item), "has the page changed? look at it, and mend select");
  if (empty > 0) out.problems.push_back(std::to_string(empty) + " items have no title or no link; left out");
  if (undated > 0) out.problems.push_back(std::to_string(undated) + " items have a date that can't be read");
  return out;
}

}  // namespace depeche
