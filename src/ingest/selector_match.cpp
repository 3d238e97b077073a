#include "ingest/selector_match.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace depeche {
namespace {

bool has_word(std::string_view value, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t begin = value.find_first_not_of(" \t\r\n\f", at);
    if (begin == std::string_view::npos) return false;
    const std::size_t end = std::min(value.find_first_of(" \t\r\n\f", begin), value.size());
    if (value.substr(begin, end - begin) == word) return true;
    at = end;
  }
  return false;
}

bool matches(const css_attribute& wanted, const xmlNode* node) {
  if (!has_attribute(node, wanted.name.c_str())) return false;
  if (wanted.kind == 0) return true;
  const std::string value = attribute(node, wanted.name.c_str());
  const std::string& part = wanted.value;
  switch (wanted.kind) {
    case '~': return has_word(value, part);
    case '^': return !part.empty() && value.starts_with(part);
    case '$': return !part.empty() && value.ends_with(part);
    case '*': return !part.empty() && value.find(part) != std::string::npos;
    case '|': return value == part || value.starts_with(part + "-");
    default: return value == part;
  }
}

const xmlNode* element_before(const xmlNode* node) {
  do node = node->prev;
  while (node != nullptr && !is_element(node));
  return node;
}

const xmlNode* element_after(const xmlNode* node) {
  do node = node->next;
  while (node != nullptr && !is_element(node));
  return node;
}

class matcher {
 public:
  matcher(const xmlNode* top, selector_work& work) : top_(top), work_(work) {}

  bool is_any(const xmlNode* node, const css_selector& wanted) {
    return std::any_of(wanted.any.begin(), wanted.any.end(), [&](const css_path& path) { return ends_at(node, path, path.parts.size()); });
  }

 private:
  // Whether the first `count` parts lead to this node.
  bool ends_at(const xmlNode* node, const css_path& path, std::size_t count) {
    if (!work_.spend() || !is(node, path.parts[count - 1].what)) return false;
    if (count == 1) return true;
    const char relation = path.parts[count - 1].relation;
    const bool sibling = relation == '+' || relation == '~';
    if (node == top_) return false;
    for (const xmlNode* other = sibling ? element_before(node) : node->parent; other != nullptr;) {
      if (ends_at(other, path, count - 1)) return true;
      if (relation == '>' || relation == '+' || other == top_ || work_.exhausted()) return false;
      other = sibling ? element_before(other) : other->parent;
    }
    return false;
  }

  bool is(const xmlNode* node, const css_compound& wanted) {
    if (!is_element(node)) return false;
    if (!wanted.name.empty() && local_name(node) != wanted.name) return false;
    for (const css_attribute& a : wanted.attributes)
      if (!matches(a, node)) return false;
    if (wanted.last && element_after(node) != nullptr) return false;
    return wanted.positions.empty() || stands_at(place_of(node), wanted.positions);
  }

  static bool stands_at(int place, const std::vector<css_position>& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const css_position& p) {
      const int from = place - p.offset;
      return p.step == 0 ? from == 0 : from % p.step == 0 && from / p.step >= 0;
    });
  }

  // Counted from 1. Most are asked for in document order: the last answer is the next one's start.
  int place_of(const xmlNode* node) {
    int place = 1;
    for (const xmlNode* before = element_before(node); before != nullptr && work_.spend(); before = element_before(before)) {
      if (before == known_) {
        place += known_place_;
        break;
      }
      ++place;
    }
    known_ = node;
    known_place_ = place;
    return place;
  }

  const xmlNode* top_;
  selector_work& work_;
  const xmlNode* known_ = nullptr;
  int known_place_ = 0;
};

}  // namespace

std::vector<const xmlNode*> find_all(const xmlNode* top, const css_selector& wanted, std::size_t most, selector_work& work) {
  std::vector<const xmlNode*> found;
  if (top == nullptr || wanted.any.empty() || most == 0) return found;
  matcher match(top, work);
  if (match.is_any(top, wanted)) found.push_back(top);
  walk(top, [&](const xmlNode* node) {
    if (found.size() >= most || work.exhausted()) return false;
    if (match.is_any(node, wanted)) found.push_back(node);
    return true;
  });
  return found;
}

const xmlNode* find_first(const xmlNode* top, const css_selector& wanted, selector_work& work) {
  const auto found = find_all(top, wanted, 1, work);
  return found.empty() ? nullptr : found.front();
}

}  // namespace depeche
