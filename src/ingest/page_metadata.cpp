#include "ingest/page_metadata.hpp"

#include "base/text.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/page_title.hpp"
#include "ingest/prose.hpp"
#include "net/url.hpp"

#include <functional>
#include <map>
#include <vector>

namespace depeche {
namespace {

constexpr int most_items = 20;  // looked into; each may cost a walk over what is below it

// The page's head and microdata as name -> first value, names lower case.
struct said {
  std::map<std::string, std::string, std::less<>> meta;   // property, name or http-equiv
  std::map<std::string, std::string, std::less<>> items;  // itemprop
  std::string canonical, html_lang, title_element, author_link;
  std::vector<std::string> headings;  // h1 first
  std::vector<std::string> scripts;   // JSON-LD
};

void add_first(std::map<std::string, std::string, std::less<>>& to, std::string name, std::string value) {
  if (!name.empty() && !value.empty() && to.size() < 500) to.emplace(ascii_lower(name), std::move(value));
}

std::string item_value(const xmlNode* n) {
  for (const char* name : {"content", "datetime", "href", "src"})
    if (auto value = attribute(n, name); !value.empty()) return value;
  return squeeze_space(html_text(n));
}

bool is_item_of_interest(std::string_view name) {
  return name == "headline" || name == "author" || name == "datepublished" || name == "datecreated" || name == "datemodified" ||
         name == "articlebody" || name == "publisher" || name == "image";
}

// Of a picture, or of the box that describes one.
std::string item_address(const xmlNode* n) {
  const xmlNode* said = nullptr;
  walk(n, [&](const xmlNode* c) {
    const auto about = ascii_lower(attribute(c, "itemprop"));
    if (said == nullptr && (about == "url" || about == "contenturl" || is_named(c, "img"))) said = c;
    return said == nullptr;
  });
  for (const char* name : {"content", "src", "href"})
    if (auto value = attribute(said == nullptr ? n : said, name); !value.empty()) return value;
  return {};
}

// The text of a name's element; of an author's box, the name in it.
std::string item_text(const xmlNode* n) {
  const xmlNode* named = nullptr;
  walk(n, [&](const xmlNode* c) {
    if (named == nullptr && attribute(c, "itemprop") == "name") named = c;
    return named == nullptr;
  });
  return item_value(named == nullptr ? n : named);
}

std::string item_said(const xmlNode* n, std::string_view about) {
  if (about == "articlebody") return "here";
  if (about == "author") return item_text(n);
  return about == "image" ? item_address(n) : item_value(n);
}

// Documentation puts a sign for a link to itself behind each heading.
std::string heading_text(const xmlNode* n) {
  auto text = squeeze_space(html_text(n));
  for (const std::string_view sign : {"¶", " #", "🔗"})
    if (text.ends_with(sign)) text.resize(text.size() - sign.size());
  return std::string(trim(text));
}

// A heading that names the site: called so, or a link to its front page.
bool is_logo(const xmlNode* heading) {
  const auto names = " " + ascii_lower(attribute(heading, "class") + " " + attribute(heading, "id")) + " ";
  for (const std::string_view part : {" logo ", " logo-", "-logo ", "_logo ", "site-title", "site-name", " sitename ", "site_title"})
    if (names.find(part) != std::string::npos) return true;
  const xmlNode* first = heading->children;
  while (first != nullptr && !is_element(first) && trim(raw_text(first)).empty()) first = first->next;
  return is_element(first) && is_named(first, "a") && attribute(first, "href") == "/";
}

said listen(const xmlNode* root) {
  said out;
  std::vector<std::string> lesser_headings;
  int items_left = most_items;
  walk(root, [&](const xmlNode* n) {
    const auto name = local_name(n);
    if (name == "html") {
      out.html_lang = attribute(n, "lang");
    } else if (name == "meta") {
      for (const char* key : {"property", "name", "itemprop", "http-equiv"})
        if (const auto about = attribute(n, key); !about.empty())
          add_first(key[0] == 'i' ? out.items : out.meta, about, attribute(n, "content"));
      return false;
    } else if (name == "link") {
      if (ascii_iequal(attribute(n, "rel"), "canonical") && out.canonical.empty()) out.canonical = attribute(n, "href");
      if (ascii_iequal(attribute(n, "rel"), "image_src")) add_first(out.meta, "image_src", attribute(n, "href"));
    } else if (name == "title") {
      if (out.title_element.empty()) out.title_element = html_line(raw_text(n));
    } else if ((name == "h1" || name == "h2") && !is_logo(n)) {
      auto& list = name == "h1" ? out.headings : lesser_headings;
      if (auto text = heading_text(n); !text.empty() && text.size() < 500 && list.size() < 20) list.push_back(std::move(text));
    } else if (name == "script") {
      if (ascii_lower(attribute(n, "type")).starts_with("application/ld+json") && out.scripts.size() < 20)
        out.scripts.push_back(raw_text(n));
      return false;
    } else if (name == "a" && out.author_link.empty() && attribute(n, "rel") == "author") {
      out.author_link = squeeze_space(html_text(n));
    }
    if (has_attribute(n, "itemprop")) {
      const auto about = ascii_lower(attribute(n, "itemprop"));
      if (is_item_of_interest(about) && !out.items.contains(about) && items_left-- > 0)
        add_first(out.items, about, item_said(n, about));
    }
    return true;
  });
  out.headings.insert(out.headings.end(), lesser_headings.begin(), lesser_headings.end());
  return out;
}

void fill(std::string& field, std::string value) {
  if (field.empty()) field = std::move(value);
}

// A name that is one: no address, no number, no "admin".
std::string as_name(std::string value) {
  const auto lower = ascii_lower(value);
  const bool none = value.size() > 200 || lower.find("http") != std::string::npos || lower == "admin" ||
                    lower == "administrator" || lower == "null" || lower == "undefined" ||
                    value.find_first_not_of("0123456789 ") == std::string::npos;
  if (none) return {};
  for (const std::string_view opening : {"By ", "by ", "BY ", "Par ", "par ", "作者：", "作者:", "记者：", "记者 "})
    if (value.starts_with(opening)) return value.substr(opening.size());
  return value;
}

}  // namespace

page_metadata read_metadata(const xmlNode* root, std::string_view base, timestamp now) {
  const auto page = listen(root);
  const auto meta = [&](std::string_view name) {
    const auto found = page.meta.find(name);
    return found == page.meta.end() ? std::string{} : found->second;
  };
  const auto item = [&](std::string_view name) {
    const auto found = page.items.find(name);
    return found == page.items.end() ? std::string{} : found->second;
  };
  page_metadata known;
  known.url = absolute_link(base, page.canonical);
  known.language = page.html_lang;
  fill(known.language, meta("og:locale"));
  fill(known.language, meta("content-language"));
  for (const auto& script : page.scripts) read_json_ld(script, base, now, known);
  const auto type = ascii_lower(meta("og:type"));
  known.says_article = known.says_article || type == "article" || type == "news" || !item("articlebody").empty();
  known.is_closed = known.is_closed || ascii_lower(meta("article:content_tier")) == "locked";

  fill(known.url, absolute_link(base, meta("og:url")));
  fill(known.url, absolute_link(base, base));
  for (const char* name : {"og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher"}) {
    const auto value = html_line(meta(name));
    if (value.find("://") == std::string::npos) fill(known.site, value);
  }

  title_witnesses titles;
  titles.record = known.title;
  for (const char* name : {"og:title", "twitter:title", "dc.title", "dcterms.title", "weibo:article:title", "parsely-title",
                           "sailthru.title", "citation_title", "title"})
    fill(titles.card, html_line(meta(name)));
  fill(titles.card, html_line(item("headline")));
  titles.element = page.title_element;
  titles.headings = page.headings;
  titles.site = known.site;
  if (const auto address = parse_url(known.url.empty() ? base : std::string_view(known.url)); address.has_value())
    titles.host = address->host;
  known.title = choose_title(titles);

  for (const char* name : {"author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "byl",
                           "parsely-author", "sailthru.author", "citation_author", "twitter:data1"})
    if (std::string_view(name) != "twitter:data1" || ascii_lower(meta("twitter:label1")).find("by") != std::string::npos)
      fill(known.author, as_name(html_line(meta(name))));
  fill(known.author, as_name(html_line(item("author"))));
  if (weight_of(page.author_link) < 60) fill(known.author, as_name(page.author_link));

  date_context context;
  context.language = known.language;
  context.now = now;
  const auto fill_time = [&](std::optional<stated_time>& field, const std::string& value) {
    if (!field && !value.empty()) field = read_stated_time(value, context);
  };
  for (const char* name : {"article:published_time",
                           "article:published",
                           "og:article:published_time",
                           "og:published_time",
                           "datepublished",
                           "rnews:datepublished",
                           "schema:datepublished",
                           "dc.date.issued",
                           "dcterms.issued",
                           "dcterms.date",
                           "dc.date",
                           "dc.date.created",
                           "dcterms.created",
                           "dc.created",
                           "date",
                           "pubdate",
                           "publishdate",
                           "publish_date",
                           "publish-date",
                           "publication_date",
                           "publicationdate",
                           "published_time",
                           "published-date",
                           "parsely-pub-date",
                           "sailthru.date",
                           "article.published",
                           "article_date_original",
                           "originalpublicationdate",
                           "cxenseparse:recs:publishtime",
                           "displaydate",
                           "citation_publication_date",
                           "citation_date",
                           "weibo:article:create_at",
                           "bytedance:published_time",
                           "og:release_date",
                           "release_date",
                           "datecreated",
                           "creation_date",
                           "timestamp",
                           "pdate"})
    fill_time(known.published, meta(name));
  fill_time(known.published, item("datepublished"));
  fill_time(known.published, item("datecreated"));
  for (const char* name : {"article:modified_time", "article:modified", "og:updated_time", "og:article:modified_time",
                           "bytedance:updated_time", "weibo:article:update_at", "datemodified", "dcterms.modified",
                           "dc.date.modified", "last-modified", "lastmod", "article.updated", "revised"})
    fill_time(known.updated, meta(name));
  fill_time(known.updated, item("datemodified"));
  for (const char* name :
       {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image", "image_src", "thumbnail"})
    fill(known.image, absolute_link(base, meta(name)));
  fill(known.image, absolute_link(base, item("image")));
  return known;
}

}  // namespace depeche
