#include "web/archive_feed.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/utf8.hpp"
#include "digest/render.hpp"

#include <nlohmann/json.hpp>

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

std::string summary_of(const digest_item& item, std::string_view language) {
  std::string text;
  for (const summary_sentence& s : item.summary) {
    if (!text.empty() && language != "zh") text += ' ';
    text += s.text;
  }
  return text;
}

std::string as_html(const digest& d, std::string_view public_url) {
  std::string html;
  for (const digest_item& item : d.items) {
    html += "<h2><a href=\"" + html_escape(article_url(public_url, item.article)) + "\">" + html_escape(item.title) + "</a></h2>\n";
    if (const std::string text = summary_of(item, d.language); !text.empty()) html += "<p>" + html_escape(text) + "</p>\n";
  }
  return html;
}

}  // namespace

std::string write_rss(const archive& a) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n";
  out += element("title", a.title);
  out += element("link", a.public_url + "/");
  out += element("description", a.title);
  if (!a.language.empty()) out += element("language", a.language);
  if (!a.entries.empty()) out += element("lastBuildDate", rfc822_time(a.entries.front().issue.composed_at));
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
  if (!a.language.empty()) feed["language"] = a.language;
  feed["items"] = nlohmann::ordered_json::array();
  for (const archive_entry& e : a.entries) {
    const std::string url = digest_url(a.public_url, e.issue.id);
    feed["items"].push_back({{"id", url},
                             {"url", url},
                             {"title", repair_utf8(e.title)},
                             {"content_html", repair_utf8(as_html(e.issue, a.public_url))},
                             {"date_published", iso_time(e.issue.composed_at)},
                             {"language", repair_utf8(e.issue.language)}});
  }
  return feed.dump(2) + "\n";
}

}  // namespace depeche
