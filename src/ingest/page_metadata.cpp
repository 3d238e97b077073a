#include "ingest/page_metadata.hpp"

#include "base/text.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/prose.hpp"

#include <functional>
#include <map>
#include <vector>

namespace depeche {
namespace {

// The page's head and microdata as name -> first value, names lower case.
struct said {
  std::map<std::string, std::string, std::less<>> meta;   // property, name or http-equiv
  std::map<std::string, std::string, std::less<>> items;  // itemprop
  std::string canonical, html_lang, title_element, heading, published_time, updated_time;
  std::vector<std::string> scripts;  // JSON-LD
};

void add_first(std::map<std::string, std::string, std::less<>>& to, std::string name, std::string value) {
  if (!name.empty() && !value.empty() && to.size() < 500) to.emplace(ascii_lower(name), std::move(value));
}

std::string item_value(const xmlNode* n) {
  for (const char* name : {"content", "datetime", "href", "src"})
    if (auto value = attribute(n, name); !value.empty()) return value;
  return squeeze_space(html_text(n));
}

void read_time_element(const xmlNode* n, said& out) {
  auto when = attribute(n, "datetime");
  if (when.empty()) return;
  const auto signs = ascii_lower(attribute(n, "class") + " " + attribute(n, "itemprop") + " " + attribute(n, "id"));
  const bool update = signs.find("updat") != std::string::npos || signs.find("modif") != std::string::npos;
  auto& field = update ? out.updated_time : out.published_time;
  if (field.empty()) field = std::move(when);
}

said listen(const xmlNode* root) {
  said out;
  walk(root, [&](const xmlNode* n) {
    const auto name = local_name(n);
    if (name == "html") out.html_lang = attribute(n, "lang");
    else if (name == "meta") {
      for (const char* key : {"property", "name", "itemprop"})
        if (const auto about = attribute(n, key); !about.empty())
          add_first(key[0] == 'i' ? out.items : out.meta, about, attribute(n, "content"));
      return false;
    } else if (name == "link" && ascii_iequal(attribute(n, "rel"), "canonical")) out.canonical = attribute(n, "href");
    else if (name == "title" && out.title_element.empty()) out.title_element = line_field(raw_text(n));
    else if (name == "h1" && out.heading.empty()) out.heading = squeeze_space(html_text(n));
    else if (name == "time") read_time_element(n, out);
    else if (name == "script") {
      if (ascii_lower(attribute(n, "type")).starts_with("application/ld+json") && out.scripts.size() < 20)
        out.scripts.push_back(raw_text(n));
      return false;
    }
    if (has_attribute(n, "itemprop")) {
      const auto about = attribute(n, "itemprop");
      if (about == "headline" || about == "author" || about == "datePublished" || about == "dateModified" || about == "name")
        add_first(out.items, about, item_value(n));
    }
    return true;
  });
  return out;
}

// "A headline | The Paper" -> "A headline".
std::string without_site(const std::string& title, const std::string& site) {
  for (const std::string_view separator : {" | ", " – ", " — ", " - ", " :: ", "_", "｜"}) {
    const auto at = title.rfind(separator);
    if (at == std::string::npos) continue;
    const auto tail = std::string_view(title).substr(at + separator.size());
    const bool is_site = tail == site || (weight_of(tail) < 30 && weight_of(tail) * 2 < at);
    if (is_site) return without_site(title.substr(0, at), site);
  }
  return title;
}

void fill(std::string& field, std::string value) {
  if (field.empty()) field = std::move(value);
}

void fill(std::optional<timestamp>& field, std::string_view value) {
  if (!field && !value.empty()) field = read_feed_date(value);
}

}  // namespace

page_metadata read_metadata(const xmlNode* root, std::string_view base) {
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
  for (const auto& script : page.scripts) read_json_ld(script, base, known);
  known.says_article = known.says_article || meta("og:type") == "article" || !item("articlebody").empty();

  fill(known.url, absolute_link(base, meta("og:url")));
  fill(known.url, absolute_link(base, base));
  fill(known.site, line_field(meta("og:site_name")));
  fill(known.site, line_field(meta("application-name")));
  for (const char* name : {"og:title", "twitter:title", "dc.title"}) fill(known.title, line_field(meta(name)));
  fill(known.title, line_field(item("headline")));
  fill(known.title, page.heading);
  fill(known.title, page.title_element);
  // Where the heading is the beginning of the title, the rest is the paper's name.
  if (!page.heading.empty() && known.title.starts_with(page.heading)) known.title = page.heading;
  known.title = without_site(known.title, known.site);
  for (const char* name : {"author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author"}) {
    const auto value = line_field(meta(name));
    if (!value.starts_with("http")) fill(known.author, value);
  }
  if (!item("author").starts_with("http")) fill(known.author, line_field(item("author")));
  for (const char* name : {"article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dc.date", "dcterms.created", "date",
                           "pubdate", "publishdate", "parsely-pub-date"})
    fill(known.published, meta(name));
  fill(known.published, item("datepublished"));
  fill(known.published, page.published_time);
  for (const char* name : {"article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod"})
    fill(known.updated, meta(name));
  fill(known.updated, item("datemodified"));
  fill(known.updated, page.updated_time);
  fill(known.language, page.html_lang);
  fill(known.language, meta("og:locale"));
  fill(known.language, meta("content-language"));
  for (const char* name : {"og:image", "og:image:url", "twitter:image"}) fill(known.image, absolute_link(base, meta(name)));
  return known;
}

}  // namespace depeche
