#include "sandbox/newspaper_page.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace depeche::sandbox {
namespace {

struct wording {
  std::string_view related, by, subscribe, rights, front;
};

wording words_of(std::string_view language) {
  if (language == "fr")
    return {"À lire aussi", "Par", "Abonnez-vous à notre lettre : chaque matin, l’essentiel en cinq minutes.", "Tous droits réservés",
            "Accueil"};
  if (language == "zh") return {"延伸阅读", "记者", "订阅本报，每天清晨五分钟读懂要闻。", "版权所有", "首页"};
  return {"Read more", "By", "Subscribe to our newsletter: the essentials in five minutes, every morning.", "All rights reserved", "Home"};
}

std::string article_url(std::string_view base, const newspaper_article& article) {
  return std::string(base) + percent_encode(article.slug) + ".html";
}

std::string paragraphs_html(const newspaper_article& article) {
  std::string out = "<p><strong>" + html_escape(article.lead) + "</strong></p>\n";
  for (const auto& paragraph : article.paragraphs) out += "<p>" + html_escape(paragraph) + "</p>\n";
  return out;
}

timestamp newest(const std::vector<newspaper_article>& articles) {
  timestamp latest{};
  for (const auto& one : articles) latest = std::max(latest, one.updated);
  return latest;
}

constexpr std::string_view style =
    "body{font:17px/1.6 Georgia,'Noto Serif',serif;max-width:44rem;margin:0 auto;padding:1rem;color:#222;background:#fdfcf9}"
    "header,footer,nav,aside{font-family:system-ui,sans-serif;font-size:.85rem}header a{color:inherit;text-decoration:none}"
    "h1{line-height:1.2}nav a{margin-right:.8rem}aside{background:#f3efe6;padding:.8rem 1rem;border-radius:.5rem}"
    ".meta{color:#666;font:.85rem system-ui,sans-serif}footer{margin-top:3rem;color:#777}a{color:#8a2b1d}"
    "@media(prefers-color-scheme:dark){body{background:#171614;color:#e8e4da}aside{background:#24221e}a{color:#f0a58f}.meta{color:#aaa}}";

std::string page_start(const newspaper_issue& issue, std::string_view title, std::string_view base, std::string_view head) {
  std::string nav;
  for (const auto& section : issue.sections)
    nav += fmt::format("<a href=\"{}\">{}</a>", html_escape(base), html_escape(section));
  return fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n{}"
                     "<style>{}</style>\n</head>\n<body>\n<header><a href=\"{}\"><strong>{}</strong></a> {}</header>\n<nav>{}</nav>\n",
                     issue.language, html_escape(title), head, style, html_escape(base), html_escape(issue.title),
                     html_escape(issue.tagline), nav);
}

std::string page_end(const newspaper_issue& issue) {
  const auto words = words_of(issue.language);
  return fmt::format("<aside class=\"newsletter\">{}</aside>\n<footer>© {} — {}</footer>\n</body>\n</html>\n", words.subscribe,
                     html_escape(issue.title), words.rights);
}

}  // namespace

bool is_whole_in_feeds(const newspaper_issue& issue, std::string_view section) {
  const auto at = std::find(issue.sections.begin(), issue.sections.end(), section);
  return (at - issue.sections.begin()) % 2 == 0;
}

std::string write_rss(const newspaper_issue& issue, const std::vector<newspaper_article>& articles, std::string_view base) {
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n"
      "<title>{}</title>\n<link>{}</link>\n<description>{}</description>\n<language>{}</language>\n<lastBuildDate>{}</lastBuildDate>\n"
      "<ttl>15</ttl>\n<atom:link href=\"{}rss.xml\" rel=\"self\" type=\"application/rss+xml\"/>\n",
      html_escape(issue.title), html_escape(base), html_escape(issue.tagline), issue.language, rfc822_time(newest(articles)),
      html_escape(base));
  for (const auto& one : articles) {
    const auto link = html_escape(article_url(base, one));
    out += fmt::format("<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"true\">{}</guid>\n<pubDate>{}</pubDate>\n"
                       "<dc:creator>{}</dc:creator>\n<category>{}</category>\n<description>{}</description>\n",
                       html_escape(one.title), link, link, rfc822_time(one.published), html_escape(one.author),
                       html_escape(one.section), html_escape(html_escape(one.lead)));
    if (is_whole_in_feeds(issue, one.section))
      out += "<content:encoded><![CDATA[" + paragraphs_html(one) + "]]></content:encoded>\n";
    out += "</item>\n";
  }
  return out + "</channel>\n</rss>\n";
}

std::string write_atom(const newspaper_issue& issue, const std::vector<newspaper_article>& articles, std::string_view base) {
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n"
      "<subtitle>{}</subtitle>\n<id>{}</id>\n<link rel=\"self\" href=\"{}atom.xml\"/>\n<link href=\"{}\"/>\n<updated>{}</updated>\n",
      issue.language, html_escape(issue.title), html_escape(issue.tagline), html_escape(base), html_escape(base), html_escape(base),
      iso_time(newest(articles)));
  for (const auto& one : articles) {
    const auto link = html_escape(article_url(base, one));
    out += fmt::format("<entry>\n<title>{}</title>\n<id>{}</id>\n<link href=\"{}\"/>\n<published>{}</published>\n<updated>{}</updated>\n"
                       "<author><name>{}</name></author>\n<category term=\"{}\"/>\n<summary>{}</summary>\n",
                       html_escape(one.title), link, link, iso_time(one.published, issue.zone), iso_time(one.updated, issue.zone),
                       html_escape(one.author), html_escape(one.section), html_escape(one.lead));
    if (is_whole_in_feeds(issue, one.section)) out += "<content type=\"html\">" + html_escape(paragraphs_html(one)) + "</content>\n";
    out += "</entry>\n";
  }
  return out + "</feed>\n";
}

std::string write_front_page(const newspaper_issue& issue, const std::vector<newspaper_article>& articles, std::string_view base) {
  std::string out = page_start(issue, issue.title, base, {});
  for (const auto& one : articles)
    out += fmt::format("<article><p class=\"meta\">{}</p><h2><a href=\"{}\">{}</a></h2><p>{}</p></article>\n", html_escape(one.section),
                       html_escape(article_url(base, one)), html_escape(one.title), html_escape(one.lead));
  return out + page_end(issue);
}

std::string write_article_page(const newspaper_issue& issue, const newspaper_article& article,
                               const std::vector<newspaper_article>& articles, std::string_view base) {
  const auto words = words_of(issue.language);
  const auto link = html_escape(article_url(base, article));
  const auto head = fmt::format(
      "<link rel=\"canonical\" href=\"{}\">\n<meta name=\"description\" content=\"{}\">\n<meta name=\"author\" content=\"{}\">\n"
      "<meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"{}\">\n"
      "<meta property=\"og:site_name\" content=\"{}\">\n<meta property=\"article:published_time\" content=\"{}\">\n"
      "<meta property=\"article:modified_time\" content=\"{}\">\n<meta property=\"article:section\" content=\"{}\">\n",
      link, html_escape(article.lead), html_escape(article.author), html_escape(article.title), html_escape(issue.title),
      iso_time(article.published, issue.zone), iso_time(article.updated, issue.zone), html_escape(article.section));
  std::string out = page_start(issue, article.title + " – " + issue.title, base, head);
  out += fmt::format("<main>\n<article>\n<p class=\"meta\"><a href=\"{}\">{}</a> › {}</p>\n<h1>{}</h1>\n"
                     "<p class=\"meta\">{} {} · <time datetime=\"{}\">{}</time></p>\n<p class=\"meta\">{}</p>\n{}</article>\n",
                     html_escape(base), words.front, html_escape(article.section), html_escape(article.title), words.by,
                     html_escape(article.author), iso_time(article.published, issue.zone),
                     long_date(article.published, issue.zone, issue.language),
                     last_updated_line(article.updated, issue.zone, issue.language), paragraphs_html(article));
  std::string related;
  for (const auto& slug : article.related) {
    const auto other = std::find_if(articles.begin(), articles.end(), [&](const auto& a) { return a.slug == slug; });
    if (other != articles.end())
      related += fmt::format("<li><a href=\"{}\">{}</a></li>\n", html_escape(article_url(base, *other)), html_escape(other->title));
  }
  if (!related.empty()) out += fmt::format("<aside class=\"related\"><h2>{}</h2>\n<ul>\n{}</ul></aside>\n", words.related, related);
  return out + "</main>\n" + page_end(issue);
}

}  // namespace depeche::sandbox
