#include "ingest/safe_html.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "ingest/link.hpp"
#include "ingest/name_set.hpp"

#include <algorithm>
#include <utility>

namespace depeche {
namespace {

constexpr std::size_t most_html = 1024 * 1024;  // of one article

constexpr name_set allowed({"a",       "abbr",   "acronym", "address",    "article", "b",       "big",     "blockquote", "br",
                            "caption", "center", "cite",    "code",       "dd",      "del",     "details", "dfn",        "div",
                            "dl",      "dt",     "em",      "figcaption", "figure",  "h1",      "h2",      "h3",         "h4",
                            "h5",      "h6",     "hr",      "i",          "img",     "ins",     "kbd",     "li",         "mark",
                            "ol",      "p",      "pre",     "q",          "rp",      "rt",      "ruby",    "s",          "samp",
                            "section", "small",  "strike",  "strong",     "sub",     "summary", "sup",     "table",      "tbody",
                            "td",      "tfoot",  "th",      "thead",      "time",    "tr",      "tt",      "u",          "ul",
                            "var",     "wbr"});

bool is_number(std::string_view s) {
  return !s.empty() && s.size() < 6 && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_allowed_element(std::string_view name) { return allowed.contains(name); }

bool hides(std::string_view style) {
  for (auto at = style.find(':'); at != std::string_view::npos; at = style.find(':', at + 1))
    if (ascii_lower(trim(style.substr(at + 1, 12))).starts_with("none") && ascii_lower(trim(style.substr(at - std::min<std::size_t>(at, 10), std::min<std::size_t>(at, 10)))).ends_with("display"))
      return true;
  return false;
}

bool is_void_element(std::string_view name) { return name == "br" || name == "hr" || name == "img" || name == "wbr"; }

bool safe_html::is_full() const { return out_.size() >= most_html; }

void safe_html::text(std::string_view text) {
  if (!is_full()) append_html_escaped(out_, text);
}

void safe_html::put_attribute(std::string_view name, std::string_view value) {
  out_.append(" ").append(name).append("=\"");
  append_html_escaped(out_, value);
  out_ += '"';
}

// An image without an address, or a counting pixel, is not worth keeping.
void safe_html::open_image(const html_attributes& attributes) {
  auto source = absolute_link(base_, attributes.src);
  for (const auto lazy : {attributes.data_src, attributes.data_original, attributes.data_lazy_src})
    if (source.empty()) source = absolute_link(base_, lazy);
  const auto width = attributes.width, height = attributes.height;
  if (source.empty() || width == "1" || height == "1" || width == "0" || height == "0") return;
  out_ += "<img";
  put_attribute("src", source);
  put_attribute("alt", squeeze_space(attributes.alt));
  if (is_number(width)) put_attribute("width", width);
  if (is_number(height)) put_attribute("height", height);
  out_ += '>';
}

void safe_html::open_link(std::string_view href) {
  const auto target = absolute_link(base_, href);
  if (target.empty()) return;
  put_attribute("href", target);
  put_attribute("rel", "noopener noreferrer nofollow");
}

void safe_html::open(std::string_view name, const html_attributes& attributes) {
  if (!is_allowed_element(name)) return;
  if (name == "img") return open_image(attributes);
  out_ += '<';
  out_ += name;
  if (name == "a") open_link(attributes.href);
  if (name == "td" || name == "th") {
    if (is_number(attributes.colspan)) put_attribute("colspan", attributes.colspan);
    if (is_number(attributes.rowspan)) put_attribute("rowspan", attributes.rowspan);
  }
  out_ += '>';
}

void safe_html::close(std::string_view name) {
  if (!is_allowed_element(name) || is_void_element(name)) return;
  // An element that holds nothing is noise.
  const auto opened = name.size() + 2;
  if (out_.size() >= opened && out_.back() == '>' && name != "td" && name != "th") {
    const auto tail = std::string_view(out_).substr(out_.size() - opened);
    if (tail.front() == '<' && tail.substr(1, name.size()) == name) {
      out_.resize(out_.size() - opened);
      return;
    }
  }
  out_.append("</").append(name).append(">");
}

std::string safe_html::take() {
  const auto kept = trim(out_);
  if (kept.size() == out_.size()) return std::move(out_);
  return std::string(kept);
}

}  // namespace depeche
