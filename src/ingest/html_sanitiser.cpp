#include "ingest/html_sanitiser.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"

#include <algorithm>
#include <iterator>

namespace depeche {
namespace {

constexpr std::size_t most_html = 1024 * 1024;  // of one article

constexpr std::string_view allowed[] = {
    "p",  "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6",  "ul",  "ol", "li", "dl",         "dt",     "dd",         "blockquote",
    "q",  "pre", "code", "em", "strong", "b", "i",  "u",  "s",   "sub", "sup", "small", "a", "img",    "figure", "figcaption", "table",
    "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "abbr", "cite", "del", "ins", "mark", "time", "div", "ruby", "rt", "rp",
    "address", "section", "article", "big", "center", "dfn", "kbd", "samp", "var", "tt", "strike", "acronym", "details", "summary", "wbr"};

bool is_void(std::string_view name) { return name == "br" || name == "hr" || name == "img" || name == "wbr"; }

bool is_number(std::string_view s) {
  return !s.empty() && s.size() < 6 && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void put_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  out += html_escape(value);
  out += '"';
}

// False when the element as a whole is not worth keeping: an image without an address, or a counting pixel.
bool open_image(std::string& out, const xmlNode* node, std::string_view base) {
  auto source = absolute_link(base, attribute(node, "src"));
  for (const char* lazy : {"data-src", "data-original", "data-lazy-src"})
    if (source.empty()) source = absolute_link(base, attribute(node, lazy));
  const auto width = attribute(node, "width"), height = attribute(node, "height");
  if (source.empty() || width == "1" || height == "1" || width == "0" || height == "0") return false;
  out += "<img";
  put_attribute(out, "src", source);
  put_attribute(out, "alt", squeeze_space(attribute(node, "alt")));
  if (is_number(width)) put_attribute(out, "width", width);
  if (is_number(height)) put_attribute(out, "height", height);
  out += '>';
  return true;
}

void open_element(std::string& out, const xmlNode* node, std::string_view name, std::string_view base) {
  if (name == "img") {
    open_image(out, node, base);
    return;
  }
  out += '<';
  out += name;
  if (name == "a") {
    if (const auto target = absolute_link(base, attribute(node, "href")); !target.empty()) {
      put_attribute(out, "href", target);
      put_attribute(out, "rel", "noopener noreferrer nofollow");
    }
  }
  if (name == "td" || name == "th")
    for (const char* span : {"colspan", "rowspan"})
      if (const auto value = attribute(node, span); is_number(value)) put_attribute(out, span, value);
  out += '>';
}

bool is_allowed(std::string_view name) { return std::find(std::begin(allowed), std::end(allowed), name) != std::end(allowed); }

void close_element(std::string& out, std::string_view name) {
  if (!is_allowed(name) || is_void(name)) return;
  // An element that holds nothing is noise.
  const std::string opened = "<" + std::string(name) + ">";
  if (out.ends_with(opened) && name != "td" && name != "th") {
    out.resize(out.size() - opened.size());
    return;
  }
  out += "</";
  out += name;
  out += '>';
}

}  // namespace

std::string sanitise_children(const xmlNode* node, std::string_view base) {
  std::string out;
  if (node == nullptr || node->children == nullptr) return out;
  const xmlNode* n = node->children;
  for (;;) {
    bool into = false;
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
      if (n->content != nullptr && out.size() < most_html) out += html_escape(reinterpret_cast<const char*>(n->content));
    } else if (is_element(n)) {
      const auto name = local_name(n);
      // Past the limit nothing more is opened; what is open gets closed.
      if (!is_silent_element(name) && out.size() < most_html) {
        if (is_allowed(name)) open_element(out, n, name, base);
        into = n->children != nullptr && !is_void(name);
        if (!into) close_element(out, name);
      }
    }
    if (into) {
      n = n->children;
      continue;
    }
    while (n->next == nullptr) {
      n = n->parent;
      if (n == node) return std::string(trim(out));
      close_element(out, local_name(n));
    }
    n = n->next;
  }
}

std::string sanitise_html(std::string_view html, std::string_view base) {
  const auto tree = read_html_tree(html);
  const xmlNode* body = nullptr;
  std::string own_base;
  const auto* root = root_of(tree);
  walk(root, [&](const xmlNode* n) {
    if (body == nullptr && is_named(n, "body")) body = n;
    else if (own_base.empty() && is_named(n, "base")) own_base = absolute_link(base, attribute(n, "href"));
    return body == nullptr;
  });
  return sanitise_children(body == nullptr ? root : body, own_base.empty() ? base : own_base);
}

}  // namespace depeche
