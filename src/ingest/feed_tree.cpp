#include "ingest/feed_tree.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "ingest/link.hpp"

namespace depeche {
namespace {

constexpr std::size_t longest_markup = 2 * 1024 * 1024;

bool is_link_attribute(std::string_view name) { return name == "href" || name == "src" || name == "cite" || name == "poster"; }

bool is_void_html(std::string_view name) { return name == "br" || name == "hr" || name == "img" || name == "wbr"; }

void open_tag(std::string& out, const feed_node& node, std::string_view base) {
  bool own_base = false;
  for (const feed_node* n = &node; n != nullptr && !own_base; n = n->parent) {
    own_base = has_attribute(*n, "xml:base");
    if (!n->name.starts_with("xhtml:")) break;
  }
  out.append("<").append(local_name(node));
  for (const auto& a : node.attributes) {
    if (a.name.find(':') != std::string::npos) continue;
    const bool resolve = own_base && is_link_attribute(a.name);
    const auto absolute = resolve ? absolute_link(base_of(node, base), a.value) : std::string{};
    out.append(" ").append(a.name).append("=\"").append(html_escape(absolute.empty() ? a.value : absolute)).append("\"");
  }
  out += '>';
}

void close_tag(std::string& out, const feed_node& node) {
  if (!is_void_html(local_name(node))) out.append("</").append(local_name(node)).append(">");
}

// A field may be HTML in CDATA up to a point and elements from there on.
void put_text(std::string& out, const feed_node& node, bool outermost) {
  const auto text = std::string_view(node.text).substr(0, longest_markup);
  if (outermost && node.is_cdata && text.find('<') != std::string_view::npos) out += text;
  else out += html_escape(text);
}

}  // namespace

const feed_node* top_element(const feed_tree& tree) {
  for (const feed_node* n = tree.root.first; n != nullptr; n = n->next)
    if (n->is_element()) return n;
  return nullptr;
}

std::string_view attribute(const feed_node& node, std::string_view name) {
  for (const auto& a : node.attributes)
    if (a.name == name) return trim(a.value);
  return {};
}

bool has_attribute(const feed_node& node, std::string_view name) {
  for (const auto& a : node.attributes)
    if (a.name == name) return true;
  return false;
}

bool has_elements(const feed_node& node) {
  for (const feed_node* n = node.first; n != nullptr; n = n->next)
    if (n->is_element()) return true;
  return false;
}

std::string_view local_name(const feed_node& node) {
  const std::string_view name = node.name;
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string raw_text(const feed_node& node) {
  std::string out;
  for (const feed_node* n = node.first; n != nullptr;) {
    out += n->text;
    if (n->first != nullptr) {
      n = n->first;
      continue;
    }
    while (n != &node && n->next == nullptr) n = n->parent;
    if (n == &node) break;
    n = n->next;
  }
  return out;
}

std::string inner_markup(const feed_node& node, std::string_view base) {
  std::string out;
  for (const feed_node* n = node.first; n != nullptr;) {
    if (out.size() > longest_markup) break;
    if (n->is_element()) open_tag(out, *n, base);
    else put_text(out, *n, n->parent == &node);
    if (n->first != nullptr) {
      n = n->first;
      continue;
    }
    if (n->is_element()) close_tag(out, *n);
    while (n != &node && n->next == nullptr) {
      n = n->parent;
      if (n != &node) close_tag(out, *n);
    }
    if (n == &node) break;
    n = n->next;
  }
  return out;
}

std::string base_of(const feed_node& node, std::string_view document_base) {
  std::vector<std::string_view> bases;
  for (const feed_node* n = &node; n != nullptr; n = n->parent)
    if (const auto own = attribute(*n, "xml:base"); !own.empty()) bases.push_back(own);
  std::string base(document_base);
  for (auto b = bases.rbegin(); b != bases.rend(); ++b)
    if (auto resolved = absolute_link(base, *b); !resolved.empty()) base = std::move(resolved);
  return base;
}

std::string_view language_of(const feed_node& node) {
  for (const feed_node* n = &node; n != nullptr; n = n->parent)
    if (const auto own = attribute(*n, "xml:lang"); !own.empty()) return own;
  return {};
}

}  // namespace depeche
