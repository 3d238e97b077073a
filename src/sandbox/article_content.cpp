#include "sandbox/article_content.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace depeche::sandbox {
namespace {

struct attribute {
  std::string name;  // lower case
  std::string value;
};

struct html_tag {
  std::string name;  // lower case
  bool closes = false;
  bool empty = false;  // <br/>
  std::vector<attribute> attributes;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_name_character(char c) { return c != '=' && c != '/' && c != '>' && !is_space(c); }

// The tag that begins at html[at] == '<'; moves `at` past it. Nothing when it is none: a '<' in text.
std::optional<html_tag> read_tag(std::string_view html, std::size_t& at) {
  std::size_t i = at + 1;
  html_tag tag;
  if (i < html.size() && html[i] == '/') tag.closes = true, ++i;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (i >= html.size() || !letter(html[i])) return std::nullopt;
  const auto begin = i;
  while (i < html.size() && is_name_character(html[i])) ++i;
  tag.name = ascii_lower(html.substr(begin, i - begin));
  while (i < html.size() && html[i] != '>') {
    if (html[i] == '/' || is_space(html[i]) || html[i] == '=') {
      tag.empty = html[i] == '/';
      ++i;
      continue;
    }
    const auto from = i;
    while (i < html.size() && is_name_character(html[i])) ++i;
    attribute one{ascii_lower(html.substr(from, i - from)), {}};
    while (i < html.size() && is_space(html[i])) ++i;
    if (i < html.size() && html[i] == '=') {
      for (++i; i < html.size() && is_space(html[i]);) ++i;
      const char quote = i < html.size() && (html[i] == '"' || html[i] == '\'') ? html[i++] : '\0';
      const auto start = i;
      while (i < html.size() && (quote != '\0' ? html[i] != quote : html[i] != '>' && !is_space(html[i]))) ++i;
      one.value = html.substr(start, i - start);
      if (quote != '\0' && i < html.size()) ++i;
    }
    tag.attributes.push_back(std::move(one));
    tag.empty = false;
  }
  if (i >= html.size()) return std::nullopt;
  at = i + 1;
  return tag;
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 6> gone_with_content{"script", "style", "iframe", "object", "textarea", "select"};
constexpr std::array<std::string_view, 9> gone{"form", "input", "button", "link", "meta", "base", "html", "head", "body"};
constexpr std::array<std::string_view, 10> kept_attributes{"style", "src", "data-src", "href", "alt", "title", "width", "height", "colspan", "rowspan"};

bool is_own_picture(std::string_view url, std::string_view base_url) {
  if (!base_url.empty() && url.starts_with(std::string(base_url) + "/mmbiz_")) return true;
  for (const std::string_view scheme : {"http://", "https://"})
    for (const std::string_view host : {"mmbiz.qpic.cn/", "mmbiz.qlogo.cn/", "mmecoa.qpic.cn/"})
      if (url.starts_with(scheme) && url.substr(scheme.size()).starts_with(host)) return true;
  return false;
}

bool is_article_link(std::string_view url, std::string_view base_url) {
  if (!base_url.empty() && url.starts_with(std::string(base_url) + "/s/")) return true;
  return url.starts_with("https://mp.weixin.qq.com/") || url.starts_with("http://mp.weixin.qq.com/");
}

// Without the declarations that the platform drops: position, and variables of CSS.
std::string kept_style(std::string_view style) {
  std::string out;
  while (!style.empty()) {
    const auto end = std::min(style.find(';'), style.size() - 1) + 1;
    const auto declaration = style.substr(0, end);
    style.remove_prefix(end);
    const auto property = ascii_lower(trim(declaration.substr(0, declaration.find(':'))));
    const bool dropped = property == "position" || property.starts_with("--") || declaration.find("var(") != std::string_view::npos;
    if (!dropped) out += declaration;
  }
  return out;
}

void write_tag(std::string& out, const html_tag& tag) {
  out += tag.closes ? "</" : "<";
  out += tag.name;
  for (const auto& [name, value] : tag.attributes) {
    if (!is_one_of(name, kept_attributes)) continue;
    const auto low = ascii_lower(value);
    if (low.find("javascript:") != std::string::npos || low.find("expression(") != std::string::npos) continue;
    const auto kept = name == "style" ? kept_style(value) : value;
    if (name == "style" && kept.empty()) continue;
    out += " " + name + "=\"" + replace_all(kept, "\"", "&quot;") + "\"";
  }
  out += tag.empty ? "/>" : ">";
}

// Behind the end tag of a removed element.
std::size_t skip_element(std::string_view html, std::size_t at, std::string_view name) {
  while (at < html.size()) {
    at = html.find("</", at);
    if (at == std::string_view::npos) return html.size();
    std::size_t end = at;
    const auto tag = read_tag(html, end);
    if (tag && tag->name == name) return end;
    at += 2;
  }
  return html.size();
}

const std::string* value_of(const html_tag& tag, std::string_view name) {
  for (const auto& one : tag.attributes)
    if (one.name == name) return &one.value;
  return nullptr;
}

}  // namespace

std::string filter_content(std::string_view html, std::string_view base_url) {
  std::string out;
  std::vector<bool> links;  // of the open <a>: was it kept?
  std::size_t at = 0;
  while (at < html.size()) {
    if (html[at] != '<') {
      const auto end = std::min(html.find('<', at), html.size());
      out += html.substr(at, end - at);
      at = end;
      continue;
    }
    if (html.substr(at).starts_with("<!--")) {
      const auto end = html.find("-->", at);
      at = end == std::string_view::npos ? html.size() : end + 3;
      continue;
    }
    const auto tag = read_tag(html, at);
    if (!tag) {
      out += "&lt;";
      ++at;
      continue;
    }
    if (is_one_of(tag->name, gone_with_content)) {
      if (!tag->closes && !tag->empty) at = skip_element(html, at, tag->name);
      continue;
    }
    if (is_one_of(tag->name, gone)) continue;
    if (tag->name == "img") {
      const auto* source = value_of(*tag, "src");
      if (source == nullptr) source = value_of(*tag, "data-src");
      if (source == nullptr || !is_own_picture(*source, base_url)) continue;
    }
    if (tag->name == "a") {
      if (tag->closes) {
        const bool kept = !links.empty() && links.back();
        if (!links.empty()) links.pop_back();
        if (!kept) continue;
      } else {
        const auto* target = value_of(*tag, "href");
        links.push_back(target != nullptr && is_article_link(*target, base_url));
        if (!links.back()) continue;
      }
    }
    write_tag(out, *tag);
  }
  return out;
}

std::string plain_content(std::string_view html) {
  std::string out;
  std::size_t at = 0;
  while (at < html.size()) {
    if (html[at] == '<' && read_tag(html, at)) {
      out += ' ';
      continue;
    }
    out += html[at++];
  }
  for (const auto& [from, to] : {std::pair{"&nbsp;", " "}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}})
    out = replace_all(out, from, to);
  return squeeze_space(out);
}

}  // namespace depeche::sandbox
