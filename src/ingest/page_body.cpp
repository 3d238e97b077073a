#include "ingest/page_body.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/body_score.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/prose.hpp"
#include "ingest/update_line.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <vector>

namespace depeche {
namespace {

constexpr std::size_t most_links = 500;
constexpr std::size_t most_related = 50;

// The tree is ours (see extract_body): nodes found by the reading functions may be cut out of it.
void cut_out(const xmlNode* node) {
  auto* mine = const_cast<xmlNode*>(node);
  xmlUnlinkNode(mine);
  xmlFreeNode(mine);
}

// Words of class and id, cut at everything that is no letter: "o-related_links" -> related, links.
bool has_word(const xmlNode* node, std::initializer_list<std::string_view> words) {
  const auto signs = ascii_lower(attribute(node, "class") + " " + attribute(node, "id"));
  for (std::size_t begin = 0; begin < signs.size();) {
    const auto end = std::min(signs.find_first_not_of("abcdefghijklmnopqrstuvwxyz", begin), signs.size());
    const auto word = std::string_view(signs).substr(begin, end - begin);
    if (!word.empty() && std::find(words.begin(), words.end(), word) != words.end()) return true;
    begin = end + 1;
  }
  return false;
}

bool is_related_block(const xmlNode* n) {
  return has_word(n, {"related", "relateds", "recommended", "recommendation", "recommendations", "readmore", "readnext", "similar", "trending",
                      "popular", "mostread", "seealso"});
}

bool is_apart(const xmlNode* n) {
  const auto name = local_name(n);
  if (name == "nav" || name == "footer" || name == "aside" || name == "form" || is_silent_element(name)) return true;
  const auto role = ascii_lower(attribute(n, "role"));
  if (role == "navigation" || role == "complementary" || role == "banner" || role == "contentinfo" || role == "search" || role == "dialog" ||
      role == "alertdialog")
    return true;
  if (has_attribute(n, "hidden") || attribute(n, "aria-hidden") == "true") return true;
  const auto style = ascii_lower(replace_all(attribute(n, "style"), " ", ""));
  if (style.find("display:none") != std::string::npos) return true;
  return has_word(n, {"nav",       "navbar",     "menu",      "sidebar",      "comment",   "comments",   "cookie",    "cookies",  "consent",
                      "gdpr",      "promo",      "promotion", "advert",       "ad",        "ads",        "banner",    "share",    "sharing",
                      "social",    "newsletter", "subscribe", "subscription", "breadcrumb", "breadcrumbs", "footer",  "popup",    "modal",
                      "overlay",   "paywall",    "toolbar",   "pagination",   "pager",     "tags",       "qr",        "qrcode",   "sponsor",
                      "sponsored", "outbrain",   "taboola",   "disqus",       "advertisement", "publicite", "masthead"}) ||
         is_related_block(n);
}

void add_related_links(const xmlNode* block, std::string_view base, extracted_page& page) {
  walk(block, [&](const xmlNode* n) {
    if (!is_named(n, "a")) return true;
    const auto title = squeeze_space(html_text(n));
    const auto target = absolute_link(base, attribute(n, "href"));
    const bool known = std::any_of(page.related.begin(), page.related.end(), [&](const auto& r) { return r.url == target; });
    if (weight_of(title) >= 12 && !target.empty() && !known && page.related.size() < most_related) page.related.push_back({title, target});
    return false;
  });
}

// Everything that is plainly not the article, found by names; what holds most of the page's prose stays whatever it is called.
void cut_out_what_is_apart(const xmlNode* root, std::string_view base, extracted_page& page) {
  const auto measures = measure_text(root);
  const auto prose = measure_of(measures, root).prose;
  std::vector<const xmlNode*> apart;
  walk(root, [&](const xmlNode* n) {
    const auto name = local_name(n);
    if (name == "html" || name == "body" || name == "article" || name == "main") return true;
    if (!is_apart(n)) return true;
    if (measure_of(measures, n).prose * 2 > prose) return true;
    apart.push_back(n);
    return false;
  });
  for (const auto* n : apart) {
    const bool list = is_named(n, "aside") || is_related_block(n);
    if (list) add_related_links(n, base, page);
    cut_out(n);
  }
}

bool is_leaf_block(const xmlNode* n) {
  if (!is_block_element(local_name(n))) return false;
  bool leaf = true;
  walk(n, [&](const xmlNode* c) {
    leaf = leaf && !is_block_element(local_name(c));
    return leaf;
  });
  return leaf;
}

// The list that follows a heading like "Lire aussi", if one does.
const xmlNode* following_list(const xmlNode* heading) {
  for (const xmlNode* n = heading->next; n != nullptr; n = n->next) {
    if (!is_element(n)) continue;
    const auto name = local_name(n);
    return name == "ul" || name == "ol" || name == "div" ? n : nullptr;
  }
  return nullptr;
}

bool is_mostly_links(const text_measure& m) { return m.all > 0 && m.linked * 10 > m.all * 7; }

// Inside the article: the title again, bylines, update lines, invitations, and lists of other articles.
void clean_body(const xmlNode* body, std::string_view base, timestamp now, extracted_page& page) {
  const auto measures = measure_text(body);
  std::vector<const xmlNode*> out;
  std::unordered_set<const xmlNode*> lists;
  walk(body, [&](const xmlNode* n) {
    if (lists.count(n) != 0) return false;
    const auto name = local_name(n);
    const auto cut = [&] {
      out.push_back(n);
      return false;
    };
    if (name == "h1" || has_word(n, {"byline", "dateline", "timestamp"})) return cut();
    const bool is_list = name == "ul" || name == "ol";
    if (is_list && is_mostly_links(measure_of(measures, n))) {
      add_related_links(n, base, page);
      return cut();
    }
    if (!is_leaf_block(n)) return true;
    const auto text = squeeze_space(html_text(n));
    if (text.empty()) return true;
    if (is_update_line(text)) {
      if (!page.updated) page.updated = read_update_line(text, now, "UTC");
      return cut();
    }
    // "Home › City", "By Ann Lee · 3 May": a short line that says of itself that it is no text.
    if (has_word(n, {"meta"}) && weight_of(text) < 120 && ending_of(text) == ending::none) return cut();
    if (text == page.title || is_promotion(text) || is_credit(text)) return cut();
    if (opens_related(text) && (weight_of(text) < 40 || is_mostly_links(measure_of(measures, n)))) {
      if (const auto* list = following_list(n); list != nullptr && is_mostly_links(measure_of(measures, list))) {
        lists.insert(list);
        add_related_links(list, base, page);
        out.push_back(list);
      }
      add_related_links(n, base, page);
      return cut();
    }
    // A line that is nothing but a time or a name above the text.
    if (n->parent != nullptr && is_named(n->parent, "header") && weight_of(text) < 80 && ending_of(text) == ending::none) return cut();
    const xmlNode* first = n->children;
    while (first != nullptr && first->type == XML_TEXT_NODE && xmlIsBlankNode(first) != 0) first = first->next;
    if (is_named(first, "time") && weight_of(text) < 80) return cut();
    return true;
  });
  for (const auto* n : out) cut_out(n);
}

void collect_links(const xmlNode* body, std::string_view base, extracted_page& page) {
  std::unordered_set<std::string> seen;
  walk(body, [&](const xmlNode* n) {
    if (!is_named(n, "a")) return true;
    const auto target = absolute_link(base, attribute(n, "href"));
    if (!target.empty() && page.links.size() < most_links && seen.insert(target).second)
      page.links.push_back({std::string(truncate_bytes(squeeze_space(html_text(n)), 500)), target});
    return false;
  });
}

}  // namespace

void extract_body(markup_tree& tree, std::string_view base, timestamp now, extracted_page& page) {
  const auto* root = root_of(tree);
  if (root == nullptr) return;
  cut_out_what_is_apart(root, base, page);
  const auto* body = find_body(root);
  if (body == nullptr) return;
  clean_body(body, base, now, page);
  page.text = html_text(body);
  page.html = sanitise_children(body, base);
  collect_links(body, base, page);
  // An article is not related to itself.
  std::erase_if(page.related, [&](const headline_link& r) { return r.title == page.title || r.url == page.url; });
}

}  // namespace depeche
