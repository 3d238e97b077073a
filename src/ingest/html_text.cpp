#include "ingest/html_text.hpp"

#include "base/text.hpp"
#include "ingest/name_set.hpp"
#include "ingest/xml_repair.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr name_set silent({"applet", "audio", "base", "button", "canvas", "dialog", "embed", "frameset", "head", "iframe", "input", "link", "map", "math", "meta", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea", "title", "video"});
constexpr name_set blocks({"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul"});

// Collects lines into paragraphs: a block ends a paragraph, and so do two line breaks in a row.
class paragraphs {
 public:
  void text(std::string_view s) { line_ += s; }
  void line_break() {
    if (!end_line()) end();
  }
  void end() {
    end_line();
    if (paragraph_.empty()) return;
    if (!out_.empty()) out_ += "\n\n";
    out_ += paragraph_;
    paragraph_.clear();
  }
  std::size_t size() const { return out_.size(); }
  std::string take() {
    end();
    return std::move(out_);
  }

 private:
  // False when there was nothing in it.
  bool end_line() {
    const auto line = squeeze_space(line_);
    line_.clear();
    if (line.empty()) return false;
    if (!paragraph_.empty()) paragraph_ += '\n';
    paragraph_ += line;
    return true;
  }

  std::string line_, paragraph_, out_;
};

}  // namespace

bool is_silent_element(std::string_view local) { return silent.contains(local); }
bool is_block_element(std::string_view local) { return blocks.contains(local); }

std::string html_text(const xmlNode* node) {
  if (node == nullptr) return {};
  paragraphs out;
  const xmlNode* n = node;
  for (;;) {
    bool into = false;
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
      if (n->content != nullptr) out.text(reinterpret_cast<const char*>(n->content));
    } else if (is_element(n)) {
      const auto name = local_name(n);
      if (name == "br") out.line_break();
      else if (name == "td" || name == "th") out.text(" ");
      else if (is_block_element(name)) out.end();
      into = !is_silent_element(name) && n->children != nullptr;
    }
    if (into) {
      n = n->children;
      continue;
    }
    while (n != node && n->next == nullptr) {
      n = n->parent;
      if (is_block_element(local_name(n))) out.end();
    }
    if (n == node) break;
    if (is_element(n) && is_block_element(local_name(n))) out.end();
    n = n->next;
  }
  return out.take();
}

std::string html_text(std::string_view html) {
  const auto tree = read_html_tree(html);
  const auto* root = root_of(tree);
  return root == nullptr ? std::string{} : html_text(root);
}

std::string safe_html_text(std::string_view html, std::size_t enough) {
  paragraphs out;
  entity found;
  for (std::size_t i = 0; i < html.size() && out.size() < enough;) {
    if (html[i] == '<') {
      const auto close = std::min(html.find('>', i), html.size());
      const auto tag = html.substr(i + 1, close - i - 1);
      const auto name = tag.substr(0, tag.find(' '));
      if (name == "br") out.line_break();
      else if (name == "td" || name == "th") out.text(" ");
      else if (is_block_element(name.starts_with('/') ? name.substr(1) : name)) out.end();
      i = std::min(close + 1, html.size());
    } else if (html[i] == '&' && read_entity(html.substr(i, 64), found)) {
      out.text(found.text);
      i += found.length;
    } else {
      auto end = i + 1;
      while (end < html.size() && html[end] != '<' && html[end] != '&') ++end;
      out.text(html.substr(i, end - i));
      i = end;
    }
  }
  return out.take();
}

std::string html_line(std::string_view html) {
  if (html.find('<') != std::string_view::npos) return squeeze_space(html_text(html));
  std::string out;
  entity found;
  for (std::size_t i = 0; i < html.size();) {
    if (html[i] == '&' && read_entity(html.substr(i), found)) {
      out += found.text;
      i += found.length;
    } else {
      out += html[i++];
    }
  }
  return squeeze_space(out);
}

}  // namespace depeche
