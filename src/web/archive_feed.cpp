#include "web/archive_feed.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/utf8.hpp"
#include "digest/item_text.hpp"
#include "digest/render.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace depeche {
namespace {

// XML 1.0 has no form at all for most control characters (2.2): they are left out.
std::string xml(std::string_view text) {
  const std::string good = repair_utf8(text);
  std::string kept;
  kept.reserve(good.size());
  for (std::size_t pos = 0; pos < good.size();) {
    const char32_t c = next_code_point(good, pos);
    const bool allowed = c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
    if (allowed) append_code_point(kept, c);
  }
  return html_escape(kept);
}

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + xml(text) + "</" + std::string(name) + ">\n";
}

// The digest as feed readers show it: what its page has, with addresses that hold anywhere.
std::string as_html(const digest& d, std::string_view public_url) {
  std::string html;
  for (std::size_t i = 0; i < d.items.size(); ++i) {
    const digest_item& item = d.items[i];
    html += "<h2><a href=\"" + html_escape(article_url(public_url, item.article)) + "\">" + html_escape(title_text(d, i)) + "</a></h2>\n";
    if (is_plain_web_address(item.image)) html += "<p><img src=\"" + html_escape(item.image) + "\" alt=\"\"></p>\n";
    if (const std::string text = summary_text(d, i, item.summary.size()); !text.empty()) html += "<p>" + html_escape(text) + "</p>\n";
    if (const std::string source = source_text(item.source_title, item.source); !source.empty())
      html += "<p><em>" + html_escape(source) + "</em></p>\n";
    if (item.related.empty()) continue;
    html += "<ul>\n";
    for (const related_article& r : item.related)
      html += "<li><a href=\"" + html_escape(related_url(public_url, r)) + "\">" + html_escape(clean_line(r.title)) + "</a></li>\n";
    html += "</ul>\n";
  }
  return in_script(std::move(html), d.script);
}

std::string opening_of(const digest& d) {
  const std::string first = d.items.empty() ? std::string() : summary_text(d, 0, d.items[0].summary.size());
  return in_script(first.substr(0, bytes_of_code_points(first, 300)), d.script);
}

// What a feed says of its items' languages: their own tags only, as RSS and JSON Feed want them.
bool is_language_tag(std::string_view tag) {
  return !tag.empty() && tag.size() <= 35 && std::all_of(tag.begin(), tag.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::optional<timestamp> modified(const archive& a) {
  std::optional<timestamp> newest;
  for (const archive_entry& e : a.entries)
    if (!newest || e.issue.composed_at > *newest) newest = e.issue.composed_at;
  return newest;
}

std::string write_rss(const archive& a) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n";
  out += element("title", a.title);
  out += element("link", a.public_url + "/");
  out += element("description", a.title);
  if (is_language_tag(a.language)) out += element("language", a.language);
  if (const auto newest = modified(a)) out += element("lastBuildDate", rfc822_time(*newest));
  out += element("docs", "https://www.rssboard.org/rss-specification");
  out += "<atom:link href=\"" + xml(a.self) + "\" rel=\"self\" type=\"application/rss+xml\"/>\n";
  for (const archive_entry& e : a.entries) {
    const std::string url = digest_url(a.public_url, e.issue.id);
    out += "<item>\n" + element("title", e.title) + element("link", url) + "<guid isPermaLink=\"true\">" + xml(url) + "</guid>\n" +
           element("pubDate", rfc822_time(e.issue.composed_at)) + element("description", as_html(e.issue, a.public_url)) + "</item>\n";
  }
  return out + "</channel>\n</rss>\n";
}

std::string write_json_feed(const archive& a) {
  nlohmann::ordered_json feed = {{"version", "https://jsonfeed.org/version/1.1"},
                                 {"title", repair_utf8(a.title)},
                                 {"home_page_url", a.public_url + "/"},
                                 {"feed_url", a.self}};
  if (is_language_tag(a.language)) feed["language"] = a.language;
  feed["items"] = nlohmann::ordered_json::array();
  for (const archive_entry& e : a.entries) {
    const std::string url = digest_url(a.public_url, e.issue.id);
    nlohmann::ordered_json item = {{"id", url},
                                   {"url", url},
                                   {"title", repair_utf8(e.title)},
                                   {"content_html", repair_utf8(as_html(e.issue, a.public_url))},
                                   {"date_published", iso_time(e.issue.composed_at)}};
    if (const std::string summary = opening_of(e.issue); !summary.empty()) item["summary"] = summary;
    if (!e.issue.items.empty() && is_plain_web_address(e.issue.items[0].image)) item["image"] = repair_utf8(e.issue.items[0].image);
    if (const std::string tag = language_tag(e.issue.language, e.issue.script); is_language_tag(tag)) item["language"] = tag;
    feed["items"].push_back(std::move(item));
  }
  return feed.dump(2) + "\n";
}

}  // namespace depeche
