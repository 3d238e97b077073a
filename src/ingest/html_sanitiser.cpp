#include "ingest/html_sanitiser.hpp"

#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/regular_html.hpp"
#include "ingest/safe_html.hpp"
#include "ingest/shallow_html.hpp"

#include <array>
#include <initializer_list>

namespace depeche {
namespace {

// An element's attributes, read from the tree.
class read_attributes {
 public:
  read_attributes(const xmlNode* node, std::string_view name) {
    if (name == "a")
      keep(node, {"href"});
    else if (name == "img")
      keep(node, {"src", "data-src", "data-original", "data-lazy-src", "alt", "width", "height"});
    else if (name == "td" || name == "th")
      keep(node, {"colspan", "rowspan"});
  }

  // Valid as long as this is.
  html_attributes get(std::string_view name) const {
    const auto& v = values_;
    if (name == "img")
      return {.src = v[0],
              .data_src = v[1],
              .data_original = v[2],
              .data_lazy_src = v[3],
              .alt = v[4],
              .width = v[5],
              .height = v[6]};
    return name == "a" ? html_attributes{.href = v[0]} : html_attributes{.colspan = v[0], .rowspan = v[1]};
  }

 private:
  void keep(const xmlNode* node, std::initializer_list<const char*> names) {
    for (std::size_t i = 0; const char* name : names) values_[i++] = attribute(node, name);
  }

  std::array<std::string, 7> values_;
};

}  // namespace

std::string sanitise_children(const xmlNode* node, std::string_view base) {
  if (node == nullptr || node->children == nullptr) return {};
  safe_html out(base);
  const xmlNode* n = node->children;
  for (;;) {
    bool into = false;
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
      if (n->content != nullptr) out.text(reinterpret_cast<const char*>(n->content));
    } else if (is_element(n)) {
      const auto name = local_name(n);
      // Past the limit nothing more is opened; what is open gets closed.
      if (!is_silent_element(name) && !out.is_full() && !hides(attribute(n, "style"))) {
        out.open(name, read_attributes(n, name).get(name));
        into = n->children != nullptr && !is_void_element(name);
        if (!into) out.close(name);
      }
    }
    if (into) {
      n = n->children;
      continue;
    }
    while (n->next == nullptr) {
      n = n->parent;
      if (n == node) return out.take();
      out.close(local_name(n));
    }
    n = n->next;
  }
}

std::string sanitise_html(std::string_view html, std::string_view base) {
  if (auto regular = sanitise_regular_html(html, base)) return std::move(*regular);
  const auto shallow = without_depths(html);
  return sanitise_any_html(shallow ? *shallow : html, base);
}

std::string sanitise_any_html(std::string_view html, std::string_view base) {
  const auto tree = read_html_tree(html);
  const xmlNode* body = nullptr;
  std::string own_base;
  const auto* root = root_of(tree);
  walk(root, [&](const xmlNode* n) {
    if (body == nullptr && is_named(n, "body"))
      body = n;
    else if (own_base.empty() && is_named(n, "base"))
      own_base = absolute_link(base, attribute(n, "href"));
    return body == nullptr;
  });
  return sanitise_children(body == nullptr ? root : body, own_base.empty() ? base : own_base);
}

}  // namespace depeche
