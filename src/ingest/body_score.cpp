#include "ingest/body_score.hpp"

#include "base/text.hpp"
#include "ingest/html_text.hpp"

#include <algorithm>
#include <vector>

namespace depeche {
namespace {

constexpr std::size_t least_paragraph = 40;  // bytes
constexpr std::size_t least_marked = 150;    // prose that makes a marked element believable

std::size_t visible_bytes(const xmlChar* text) {
  std::size_t count = 0;
  for (; text != nullptr && *text != 0; ++text) count += *text > 0x20 ? 1 : 0;
  return count;
}

bool is_paragraph(const xmlNode* n) {
  const auto name = local_name(n);
  if (name == "p" || name == "pre" || name == "blockquote") return true;
  if (name != "div" && name != "section" && name != "td" && name != "article") return false;
  // A division that holds text directly, broken by <br>.
  for (const xmlNode* c = n->children; c != nullptr; c = c->next)
    if (c->type == XML_TEXT_NODE && visible_bytes(c->content) >= least_paragraph) return true;
  return false;
}

std::size_t count_commas(const std::string& text) {
  std::size_t count = 0;
  for (const std::string_view comma : {",", "，", "、", "。", "；"})
    for (auto at = text.find(comma); at != std::string::npos && count < 50; at = text.find(comma, at + comma.size())) ++count;
  return count;
}

double name_weight(const xmlNode* n) {
  const auto signs = ascii_lower(attribute(n, "class") + " " + attribute(n, "id"));
  for (const std::string_view good : {"article", "body", "content", "entry", "post", "story", "text", "artibody"})
    if (signs.find(good) != std::string::npos) return 5;
  return 0;
}

// The element with most prose among those that are marked as the article.
const xmlNode* find_marked(const xmlNode* root, const text_measures& measures) {
  const xmlNode* best = nullptr;
  std::size_t best_prose = least_marked;
  int best_rank = 0;
  walk(root, [&](const xmlNode* n) {
    int rank = 0;
    if (attribute(n, "itemprop") == "articleBody") rank = 3;
    else if (is_named(n, "article")) rank = 2;
    else if (is_named(n, "main") || attribute(n, "role") == "main") rank = 1;
    if (rank == 0) return true;
    const auto m = measure_of(measures, n);
    const bool mostly_links = m.linked * 2 > m.all;
    if (!mostly_links && m.prose >= least_marked && (rank > best_rank || (rank == best_rank && m.prose > best_prose))) {
      best = n;
      best_rank = rank;
      best_prose = m.prose;
    }
    return true;
  });
  return best;
}

const xmlNode* find_by_prose(const xmlNode* root, const text_measures& measures) {
  std::unordered_map<const xmlNode*, double> scores;
  std::vector<const xmlNode*> candidates;  // in document order, which settles ties
  const auto credit = [&](const xmlNode* n, double points) {
    if (!is_element(n)) return;
    const auto [at, fresh] = scores.emplace(n, 0.0);
    if (fresh) {
      at->second += name_weight(n);
      candidates.push_back(n);
    }
    at->second += points;
  };
  walk(root, [&](const xmlNode* n) {
    if (!is_paragraph(n)) return true;
    const auto m = measure_of(measures, n);
    if (m.all < least_paragraph || m.linked * 2 > m.all) return true;
    const auto text = raw_text(n);
    const double points = 1 + static_cast<double>(count_commas(text)) + std::min(static_cast<double>(m.all) / 100, 3.0);
    if (!is_named(n, "p")) credit(n, points);
    credit(n->parent, points);
    if (n->parent != nullptr) credit(n->parent->parent, points / 2);
    return is_named(n, "div") || is_named(n, "section") || is_named(n, "td") || is_named(n, "article");
  });
  const xmlNode* best = nullptr;
  double best_score = 0;
  for (const auto* node : candidates) {
    const auto m = measure_of(measures, node);
    const double links = m.all == 0 ? 1 : static_cast<double>(m.linked) / static_cast<double>(m.all);
    const double weighed = scores[node] * (1 - links);
    if (weighed <= best_score) continue;
    best = node;
    best_score = weighed;
  }
  return best;
}

}  // namespace

text_measures measure_text(const xmlNode* root) {
  text_measures measures;
  std::vector<const xmlNode*> order;
  measures[root];
  order.push_back(root);
  walk(root, [&](const xmlNode* n) {
    measures[n];
    order.push_back(n);
    return !is_silent_element(local_name(n));
  });
  // Children come behind their parents in document order: from the back, each passes on what it has.
  for (auto n = order.rbegin(); n != order.rend(); ++n) {
    auto& mine = measures[*n];
    const auto name = local_name(*n);
    if (!is_silent_element(name))
      for (const xmlNode* c = (*n)->children; c != nullptr; c = c->next)
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) mine.all += visible_bytes(c->content);
    if (name == "a") mine.linked = mine.all;
    if (is_paragraph(*n) && mine.linked * 2 <= mine.all) mine.prose = mine.all;
    if (*n == root) break;
    const auto parent = measures.find((*n)->parent);
    if (parent == measures.end()) continue;
    parent->second.all += mine.all;
    parent->second.linked += mine.linked;
    parent->second.prose += mine.prose;
  }
  return measures;
}

text_measure measure_of(const text_measures& measures, const xmlNode* node) {
  const auto found = measures.find(node);
  return found == measures.end() ? text_measure{} : found->second;
}

const xmlNode* find_body(const xmlNode* root) {
  const auto measures = measure_text(root);
  const auto* marked = find_marked(root, measures);
  return marked != nullptr ? marked : find_by_prose(root, measures);
}

}  // namespace depeche
