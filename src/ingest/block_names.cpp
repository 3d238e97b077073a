#include "ingest/block_names.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>

namespace depeche {
namespace {

using kind = element_kind;

template <std::size_t n>
bool has_part(std::string_view name, const std::array<std::string_view, n>& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

constexpr auto unlikely_parts = std::to_array<std::string_view>(
    {"-ad-",      "ad-break",   "advert",     "agegate", "ai2html",      "banner",    "breadcrumb", "combx",  "comment",
     "community", "cookie",     "cover-wrap", "disqus",  "extra",        "footer",    "gdpr",       "header", "legends",
     "menu",      "pager",      "pagination", "popup",   "related",      "remark",    "replies",    "rss",    "shoutbox",
     "sidebar",   "skyscraper", "social",     "sponsor", "supplemental", "yom-remote"});
constexpr auto possible_parts =
    std::to_array<std::string_view>({"and", "article", "body", "column", "content", "main", "shadow"});

constexpr auto content_parts =
    std::to_array<std::string_view>({"article", "body", "content", "entry", "main", "page", "post", "text", "story"});
constexpr auto blog_parts = std::to_array<std::string_view>({"blog"});
constexpr auto rest_parts = std::to_array<std::string_view>(
    {"-ad-",     "hidden",     "banner",  "combx",    "comment", "com-",    "contact", "footer", "gdpr",
     "masthead", "media",      "meta",    "outbrain", "promo",   "related", "scroll",  "share",  "shoutbox",
     "sidebar",  "skyscraper", "sponsor", "shopping", "tags",    "widget",  "taboola"});

int weight_of_name(std::string_view name) {
  if (name.empty()) return 0;
  const auto lower = ascii_lower(name);
  int weight = 0;
  if (has_part(lower, rest_parts) || lower == "hid") weight -= 25;
  if (has_part(lower, content_parts) || has_part(lower, blog_parts)) weight += 25;
  return weight;
}

// Calls `visit(word)` for the words of a name, cut at everything that is no letter and where capitals begin: "shareBar_top" is
// share, bar, top.
template <typename Visit>
bool any_word(std::string_view name, Visit visit) {
  std::string word;
  const auto flush = [&] {
    const bool found = !word.empty() && visit(std::string_view(word));
    word.clear();
    return found;
  };
  bool lower_before = false;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if ((!upper && !lower) || (upper && lower_before)) {
      if (flush()) return true;
    }
    if (upper)
      word += static_cast<char>(c - 'A' + 'a');
    else if (lower)
      word += c;
    lower_before = lower;
  }
  return flush();
}

template <std::size_t n>
bool has_word(const outline_item& item, const std::array<std::string_view, n>& sorted) {
  const auto known = [&](std::string_view word) { return std::binary_search(sorted.begin(), sorted.end(), word); };
  return any_word(item.classes, known) || any_word(item.id, known);
}

constexpr auto beside_words = std::to_array<std::string_view>(
    {"ad",          "ads",        "advert",     "advertisement", "adsense",  "alsoread", "breadcrumb",
     "breadcrumbs", "comment",    "comments",   "consent",       "cookie",   "cookies",  "copyright",
     "disqus",      "dfp",        "feedback",   "gdpr",          "googlead", "jiathis",  "newsletter",
     "outbrain",    "pager",      "pagination", "paywall",       "popup",    "promo",    "promobox",
     "promotion",   "publicite",  "pub",        "qrcode",        "recirc",   "respond",  "share",
     "sharebar",    "sharedaddy", "sharing",    "shoutbox",      "signup",   "social",   "sociallinks",
     "sponsor",     "sponsored",  "subscribe",  "subscription",  "taboola",  "toolbar",  "bdsharebuttonbox"});

constexpr auto related_words = std::to_array<std::string_view>(
    {"mostread", "popular", "readalso", "readmore", "readnext", "recommend", "recommendation", "recommendations", "recommended",
     "relate", "related", "relateds", "relatednews", "relatedposts", "seealso", "similar", "trending", "xgxw", "yarpp"});

template <std::size_t n>
constexpr std::array<std::string_view, n> in_order(std::array<std::string_view, n> words) {
  std::sort(words.begin(), words.end());
  return words;
}
constexpr auto beside = in_order(beside_words);
constexpr auto related = in_order(related_words);

constexpr auto body_names = in_order(std::to_array<std::string_view>(
    {"entry-content", "post-content", "post-body", "post_body", "article-body", "article_body", "articlebody", "article-content",
     "article_content", "articlecontent", "article__body", "article__content", "article-text", "articletext", "article__text",
     "story-body", "storybody", "story-content", "story_body", "storycontent", "story-text", "story__content", "content-body",
     "body-content", "td-post-content", "entry-body", "entrytext", "post-entry", "single-content", "main-article-content",
     "news-content", "newscontent", "news_content", "field-name-body", "c-article-body", "article-page", "c-entry-content",
     "wysiwyg-content",
     // Chinese portals and content systems
     "artibody", "artibodytitle", "article-main", "trs_editor", "rm_txt_con", "post_text", "endtext", "main-text", "left_zw",
     "js_content", "rich_media_content", "show_text", "box_con", "cnt_bd", "art_content", "text_con", "contenttxt",
     "article_text", "article-content-wrap", "detail-content"}));

bool any_token(std::string_view names, const auto& visit) {
  for (std::size_t begin = 0; begin < names.size();) {
    const auto end = std::min(names.find_first_of(" \t\r\n", begin), names.size());
    if (end > begin && visit(ascii_lower(names.substr(begin, end - begin)))) return true;
    begin = end + 1;
  }
  return false;
}

bool holds(std::string_view name, std::string_view what) { return ascii_lower(name).find(what) != std::string::npos; }

}  // namespace

bool sounds_unlikely(const outline_item& item) {
  if (item.kind == kind::body || item.kind == kind::anchor || item.kind == kind::text) return false;
  if (!item.role.empty())
    for (const std::string_view role :
         {"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog", "search", "contentinfo"})
      if (item.role == role) return true;
  if (item.classes.empty() && item.id.empty()) return false;
  std::string names = ascii_lower(item.classes);
  names += ' ';
  names += ascii_lower(item.id);
  return has_part(names, unlikely_parts) && !has_part(names, possible_parts);
}

int name_weight(const outline_item& item) { return weight_of_name(item.classes) + weight_of_name(item.id); }

bool is_beside_article(const outline_item& item) { return has_word(item, beside); }

bool is_related_block(const outline_item& item) { return has_word(item, related); }

int body_mark(const outline_item& item) {
  if (item.kind == kind::text || item.kind == kind::anchor || item.phrasing) return 0;
  if (holds(item.item_property, "articlebody")) return 3;
  const auto known = [](const std::string& name) {
    return std::binary_search(body_names.begin(), body_names.end(), std::string_view(name));
  };
  return any_token(item.classes, known) || any_token(item.id, known) ? 2 : item.kind == kind::article ? 1 : 0;
}

bool is_comment_list(const outline_item& item) {
  return item.id == "comments" || item.id == "disqus_thread" || item.id == "respond" || item.classes == "comments-area" ||
         item.classes == "comment-list" || item.classes == "commentlist";
}

bool is_byline_block(const outline_item& item) {
  if (item.kind == kind::text || item.kind == kind::body) return false;
  if (holds(item.item_property, "author") || holds(item.item_property, "datepublished") ||
      holds(item.item_property, "datemodified"))
    return true;
  if (item.classes.empty() && item.id.empty()) return false;
  for (const std::string_view part :
       {"byline", "author", "dateline", "writtenby", "timestamp", "pubdate", "publish-date", "post-date", "entry-date",
        "entry-meta", "post-meta", "article-meta", "post-info", "entry-info", "article-info"})
    if (holds(item.classes, part) || holds(item.id, part)) return true;
  return false;
}

bool is_about_author(const outline_item& item) {
  if (item.kind == kind::text || item.kind == kind::body || item.phrasing) return false;
  for (const std::string_view part :
       {"author-b", "author_b", "authorb", "about-author", "about_author", "author-info", "author-card", "author-profile",
        "post-author", "entry-author", "auteur-b", "bio-auteur", "article-author", "article__author", "writer-info"})
    if (holds(item.classes, part) || holds(item.id, part)) return true;
  return false;
}

}  // namespace depeche
