#include "digest/draft_html.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace depeche {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 36> kept_elements{
    "p",  "br", "hr",      "section", "div",   "span",  "strong", "b",    "em",   "i",  "u",  "s",  "small",   "sub",        "sup",    "h1", "h2", "h3",
    "h4", "h5", "h6",      "ul",      "ol",    "li",    "table",  "thead", "tbody", "tr", "td", "th", "caption", "blockquote", "figure", "figcaption", "img", "a"};
constexpr std::array<std::string_view, 3> empty_elements{"br", "hr", "img"};
constexpr std::array<std::string_view, 11> gone_with_content{"script", "style",  "iframe", "object", "textarea", "select",
                                                             "svg",    "noscript", "template", "title", "head"};
constexpr std::array<std::string_view, 4> plain_attributes{"alt", "title", "colspan", "rowspan"};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct tag {
  std::string name;  // lower case
  bool closes = false;
  std::vector<std::pair<std::string, std::string>> attributes;  // values as written, entities and all
  std::size_t end = 0;                                          // behind it
};

// The tag that begins at html[at] == '<'; with an empty name when it is a '<' of text.
tag read_tag(std::string_view html, std::size_t at) {
  tag t;
  std::size_t i = at + 1;
  if (i < html.size() && html[i] == '/') t.closes = true, ++i;
  if (i >= html.size() || !is_letter(html[i])) return t;
  const auto word = [&] {
    const std::size_t begin = i;
    while (i < html.size() && !is_space(html[i]) && html[i] != '>' && html[i] != '/' && html[i] != '=') ++i;
    return ascii_lower(html.substr(begin, i - begin));
  };
  std::string name = word();
  while (i < html.size() && html[i] != '>') {
    if (is_space(html[i]) || html[i] == '/' || html[i] == '=') {
      ++i;
      continue;
    }
    std::pair<std::string, std::string> attribute{word(), {}};
    while (i < html.size() && is_space(html[i])) ++i;
    if (i < html.size() && html[i] == '=') {
      for (++i; i < html.size() && is_space(html[i]);) ++i;
      const char quote = i < html.size() && (html[i] == '"' || html[i] == '\'') ? html[i++] : '\0';
      const std::size_t begin = i;
      while (i < html.size() && (quote != '\0' ? html[i] != quote : !is_space(html[i]) && html[i] != '>')) ++i;
      attribute.second = html.substr(begin, i - begin);
      if (quote != '\0' && i < html.size()) ++i;
    }
    t.attributes.push_back(std::move(attribute));
  }
  if (i >= html.size()) return t;  // never closed: text
  t.name = std::move(name);
  t.end = i + 1;
  return t;
}

std::string_view value_of(const tag& t, std::string_view name) {
  for (const auto& [key, value] : t.attributes)
    if (key == name) return value;
  return {};
}

std::string attribute_text(std::string_view value) {
  std::string out = replace_all(value, "\"", "&quot;");
  out = replace_all(out, "<", "&lt;");
  return replace_all(out, ">", "&gt;");
}

// Declarations that the platform drops, or that reach for something outside, go.
std::string style_text(std::string_view style) {
  constexpr std::array<std::string_view, 9> refused{"position", "url(", "expression", "javascript", "var(", "transform", "animation", "\\", "/*"};
  std::vector<std::string> kept;
  for (const std::string_view one : split(style, ';')) {
    const std::string low = ascii_lower(trim(one));
    const bool bad = low.empty() || low.find(':') == low.npos || low.starts_with("--") ||
                     std::any_of(refused.begin(), refused.end(), [&](std::string_view r) { return low.find(r) != low.npos; });
    if (!bad) kept.emplace_back(trim(one));
  }
  return join(kept, ";");
}

bool begins_with_host(std::string_view url, std::string_view host) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (url.starts_with(scheme) && url.substr(scheme.size()).starts_with(host)) return true;
  return false;
}

bool is_platform_picture(std::string_view url, std::string_view own) {
  return begins_with_host(url, "mmbiz.qpic.cn/") || begins_with_host(url, "mmbiz.qlogo.cn/") || (!own.empty() && url.starts_with(own));
}

class rebuilder {
 public:
  explicit rebuilder(std::string_view own_pictures) : own_(own_pictures) {}

  void text(std::string_view s) { out_ += replace_all(s, ">", "&gt;"); }
  void less_than() { out_ += "&lt;"; }

  void open(const tag& t) {
    if (!is_one_of(t.name, kept_elements)) return;
    if (t.name == "img" && !is_platform_picture(value_of(t, "src"), own_)) return;
    if (t.name == "a") return open_link(t);
    out_ += '<' + t.name;
    for (const auto& [name, value] : t.attributes) write(t.name, name, value);
    if (is_one_of(t.name, empty_elements)) {
      out_ += "/>";
      return;
    }
    out_ += '>';
    open_.push_back({t.name, {}, out_.size()});
  }

  void close(const std::string& name) {
    const auto found = std::find_if(open_.rbegin(), open_.rend(), [&](const element& e) { return e.name == name; });
    if (found == open_.rend()) return;
    const auto level = static_cast<std::size_t>(open_.rend() - found) - 1;
    while (open_.size() > level) close_last();
  }

  std::string finish() {
    while (!open_.empty()) close_last();
    return std::move(out_);
  }

 private:
  struct element {
    std::string name;
    std::string address;  // of a link that is text now
    std::size_t begin;    // of its content
  };

  void write(std::string_view element_name, std::string_view name, std::string_view value) {
    std::string kept;
    if (name == "style") kept = style_text(replace_all(value, "&quot;", "'"));
    else if (is_one_of(name, plain_attributes) || (element_name == "img" && (name == "src" || name == "width" || name == "height")))
      kept = value;
    if (!kept.empty()) out_ += ' ' + std::string(name) + "=\"" + attribute_text(kept) + '"';
  }

  void open_link(const tag& t) {
    close("a");
    const std::string_view target = value_of(t, "href");
    if (begins_with_host(target, "mp.weixin.qq.com/")) {
      out_ += "<a href=\"" + attribute_text(target) + "\">";
      open_.push_back({"a", {}, out_.size()});
      return;
    }
    const bool web = target.starts_with("https://") || target.starts_with("http://");
    open_.push_back({"a", web ? attribute_text(target) : std::string(), out_.size()});
    open_.back().name = "a";
    text_links_.push_back(open_.size());
  }

  void close_last() {
    const element last = std::move(open_.back());
    const bool as_text = !text_links_.empty() && text_links_.back() == open_.size();
    open_.pop_back();
    if (!as_text) {
      out_ += "</" + last.name + '>';
      return;
    }
    text_links_.pop_back();
    if (!last.address.empty() && std::string_view(out_).substr(last.begin).find(last.address) == std::string_view::npos)
      out_ += " (" + last.address + ')';
  }

  std::string_view own_;
  std::string out_;
  std::vector<element> open_;
  std::vector<std::size_t> text_links_;  // places in open_, counted from 1, of links that became text
};

// Behind the end tag of an element that goes with its content.
std::size_t behind(std::string_view html, std::size_t at, std::string_view name) {
  for (at = html.find("</", at); at != html.npos; at = html.find("</", at + 2)) {
    const tag t = read_tag(html, at);
    if (t.name == name) return t.end;
  }
  return html.size();
}

}  // namespace

std::string draft_html(std::string_view html, std::string_view own_pictures) {
  rebuilder out(own_pictures);
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] != '<') {
      const std::size_t end = std::min(html.find('<', at), html.size());
      out.text(html.substr(at, end - at));
      at = end;
      continue;
    }
    if (html.substr(at).starts_with("<!--")) {
      const std::size_t end = html.find("-->", at);
      at = end == html.npos ? html.size() : end + 3;
      continue;
    }
    const tag t = read_tag(html, at);
    if (t.name.empty()) {
      out.less_than();
      ++at;
      continue;
    }
    at = t.end;
    if (t.closes) out.close(t.name);
    else if (is_one_of(t.name, gone_with_content)) at = behind(html, at, t.name);
    else out.open(t);
  }
  return out.finish();
}

}  // namespace depeche
