#include "ingest/entry_fields.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/cdata_section.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/name_set.hpp"
#include "ingest/xml_repair.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>

namespace depeche {
namespace {

constexpr std::size_t longest_line = 2000;
constexpr std::size_t longest_token = 4000;
constexpr std::size_t longest_raw_line = 64 * 1024;
constexpr std::size_t longest_body = 1024 * 1024;
constexpr std::size_t most_categories = 50;
constexpr std::size_t most_enclosures = 20;

constexpr name_set html_names({"a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "big", "blockquote", "br", "button", "caption", "center", "cite", "code", "col", "dd", "del", "dfn", "div", "dl", "dt", "em", "embed", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "iframe", "img", "input", "ins", "kbd", "li", "mark", "nav", "object", "ol", "option", "p", "param", "picture", "pre", "q", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "sup", "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "video", "wbr"});

bool is_html_name(std::string_view name) { return html_names.contains(name); }
bool is_void_name(std::string_view name) { return name == "br" || name == "hr" || name == "img" || name == "wbr"; }

// Character references read once; everything else as it stands.
std::string decoded_once(std::string_view text) {
  if (text.find('&') == std::string_view::npos) return std::string(text);
  std::string out;
  entity found;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '&' && read_entity(text.substr(i, 64), found)) {
      out += found.text;
      i += found.length;
    } else {
      out += text[i++];
    }
  }
  return out;
}

// HTML that was escaped once more than it should: not one tag, but tags in disguise.
bool is_escaped_twice(std::string_view html) {
  if (html.find('<') != std::string_view::npos || html.find("&lt;") == std::string_view::npos) return false;
  return looks_like_html(decoded_once(html));
}

std::string html_of_text(std::string_view whole, std::string_view base) {
  const auto text = without_cdata_marks(whole);
  if (is_escaped_twice(text)) return sanitise_html(decoded_once(text), base);
  if (text.find('<') == std::string_view::npos) return paragraphs_of(decoded_once(text));
  return sanitise_html(text, base);
}

std::string one_line(std::string_view text) { return std::string(truncate_bytes(squeeze_space(text), longest_line)); }

std::string decoded_base64(std::string_view text) {
  std::string packed;
  for (const char c : text)
    if (std::isspace(static_cast<unsigned char>(c)) == 0) packed += c;
  const auto bytes = from_base64_lenient(packed);
  return bytes ? repair_utf8(*bytes) : std::string{};
}

// The text of an element up to what any honest one has.
std::string body_text(const feed_node& node, std::size_t longest) { return std::string(truncate_bytes(raw_text(node), longest)); }

std::string type_of(const feed_node& node) {
  auto type = ascii_lower(attribute(node, "type"));
  return type.substr(0, type.find(';'));
}

}  // namespace

bool looks_like_html(std::string_view text) {
  bool sure = false;
  std::size_t looked_at = 0;
  for (auto at = text.find('<'); at != std::string_view::npos && looked_at < 200; at = text.find('<', at + 1)) {
    auto begin = at + 1;
    const bool end_tag = begin < text.size() && text[begin] == '/';
    if (end_tag) ++begin;
    auto end = begin;
    while (end < text.size() && end < begin + 12 && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end == begin) {
      if (text.substr(at).starts_with("<!--")) continue;
      continue;
    }
    const auto name = ascii_lower(text.substr(begin, end - begin));
    const bool ends_well = end < text.size() && (text[end] == '>' || text[end] == '/' || text[end] == ' ' || text[end] == '\n');
    if (!ends_well || !is_html_name(name)) return false;
    sure = sure || end_tag || is_void_name(name);
    ++looked_at;
  }
  return sure;
}

std::string line_field(std::string_view whole) {
  const auto text = without_cdata_marks(truncate_bytes(whole, longest_raw_line));
  if (looks_like_html(text)) return std::string(truncate_bytes(html_line(text), longest_line));
  const auto decoded = decoded_once(text);
  return looks_like_html(decoded) ? std::string(truncate_bytes(html_line(decoded), longest_line)) : one_line(decoded);
}

std::string line_field(const feed_node& node) {
  if (!has_elements(node)) return line_field(raw_text(node));
  return one_line(html_line(truncate_bytes(inner_markup(node, {}), longest_raw_line)));
}

std::string text_construct(const feed_node& node) {
  const auto type = type_of(node);
  const auto text = body_text(node, longest_raw_line);
  if (type == "xhtml" || type == "application/xhtml+xml" || has_elements(node)) return one_line(text);
  if (ascii_iequal(attribute(node, "mode"), "base64")) return line_field(decoded_base64(text));
  if (type == "html" || type == "text/html") {
    return text.find('<') == std::string::npos ? one_line(decoded_once(text)) : one_line(html_line(text));
  }
  // Plain text may hold anything, and what looks like a tag in it is meant to be seen; unless nobody said that it is plain.
  if (type.empty() && (looks_like_html(text) || is_escaped_twice(text))) return line_field(text);
  return one_line(text);
}

std::string token_field(const feed_node& node) {
  const auto text = squeeze_space(body_text(node, longest_raw_line));
  return text.size() > longest_token ? std::string{} : text;
}

std::string html_field(const feed_node& node, std::string_view base) {
  return has_elements(node) ? sanitise_html(inner_markup(node, base), base) : html_of_text(body_text(node, longest_body), base);
}

std::string markup_construct(const feed_node& node, std::string_view base) {
  if (has_attribute(node, "src")) return {};
  const auto type = type_of(node);
  const auto mode = ascii_lower(attribute(node, "mode"));
  for (const std::string_view picture : {"image/", "audio/", "video/"})
    if (type.starts_with(picture) && !type.ends_with("+xml")) return {};
  const bool textual = type.empty() || type == "text" || type == "html" || type == "xhtml" || type.starts_with("text/") ||
                       type.ends_with("+xml") || type.ends_with("/xml") || type.ends_with("/json");
  if (mode == "base64" || !textual) {
    const auto text = decoded_base64(body_text(node, longest_body));
    return type == "text/plain" || type == "text" ? paragraphs_of(text) : html_of_text(text, base);
  }
  if (has_elements(node)) return sanitise_html(inner_markup(node, base), base);
  const auto text = body_text(node, longest_body);
  const bool plain = type == "text" || type == "text/plain" || (type.empty() && !looks_like_html(text) && !is_escaped_twice(text));
  return plain ? paragraphs_of(text) : html_of_text(text, base);
}

std::string paragraphs_of(std::string_view text) {
  std::string out;
  const std::string unix_lines = replace_all(text, "\r\n", "\n");
  std::vector<std::string> found;
  std::string current;
  for (const auto line : split(unix_lines, '\n')) {
    if (trim(line).empty()) {
      if (!current.empty()) found.push_back(std::move(current));
      current.clear();
    } else {
      current += (current.empty() ? "" : "\n") + std::string(trim(line));
    }
  }
  if (!current.empty()) found.push_back(std::move(current));
  if (found.size() == 1) return html_escape(found.front());
  for (const auto& paragraph : found) out += "<p>" + html_escape(paragraph) + "</p>";
  return out;
}

std::string summary_field(const std::string& html) {
  const auto text = html.find('<') == std::string::npos ? squeeze_space(decoded_once(html)) : safe_html_text(html, longest_summary + 1);
  return std::string(truncate_bytes(text, longest_summary));
}

std::string author_name(std::string_view text) {
  std::string line(truncate_bytes(line_field(text), 500));
  const auto at = line.find('@');
  if (at == std::string::npos) return line.starts_with("(") && line.ends_with(")") ? std::string(trim(line.substr(1, line.size() - 2))) : line;
  // The address is the word around '@'; what remains without its brackets is the name.
  const auto stops = " \t<>()[],;\"";
  auto begin = line.find_last_of(stops, at);
  begin = begin == std::string::npos ? 0 : begin + 1;
  const auto end = std::min(line.find_first_of(stops, at), line.size());
  auto address = line.substr(begin, end - begin);
  if (address.starts_with("mailto:")) address.erase(0, 7);
  line.erase(begin, end - begin);
  for (const std::string_view empty_brackets : {"<>", "()", "[]"}) line = replace_all(line, empty_brackets, " ");
  auto name = squeeze_space(line);
  if (name.starts_with("(") && name.ends_with(")")) name = trim(name.substr(1, name.size() - 2));
  while (!name.empty() && std::string_view(",;-\"").find(name.back()) != std::string_view::npos) name.pop_back();
  while (!name.empty() && std::string_view(",;-\"").find(name.front()) != std::string_view::npos) name.erase(0, 1);
  name = trim(std::string(name));
  return name.empty() ? address : name;
}

std::string person(const feed_node& node) {
  if (!has_elements(node)) return author_name(raw_text(node));
  std::string address;
  for (const std::string_view wanted : {"name", "email", "url", "uri", "homepage"})
    for (const feed_node* c = node.first; c != nullptr; c = c->next)
      if (c->is_element() && local_name(*c) == wanted)
        if (auto found = wanted == "name" ? author_name(raw_text(*c)) : token_field(*c); !found.empty()) return found;
  return author_name(raw_text(node));
}

void add_category(feed_entry& entry, std::string_view name) {
  const std::string label(truncate_bytes(line_field(name), 200));
  if (label.empty() || entry.categories.size() >= most_categories) return;
  if (std::find(entry.categories.begin(), entry.categories.end(), label) == entry.categories.end())
    entry.categories.push_back(label);
}

void add_enclosure(feed_entry& entry, std::string_view url, std::string_view type, std::string_view length, std::string_view base) {
  enclosure found;
  found.url = absolute_link(base, url);
  found.type = truncate_bytes(type, 100);
  std::int64_t bytes = 0;
  const auto [end, ec] = std::from_chars(length.data(), length.data() + length.size(), bytes);
  if (ec == std::errc{} && end == length.data() + length.size() && bytes >= 0) found.length = bytes;
  if (found.url.empty() || entry.enclosures.size() >= most_enclosures) return;
  const auto same = [&](const enclosure& known) { return known.url == found.url; };
  if (std::any_of(entry.enclosures.begin(), entry.enclosures.end(), same)) return;
  entry.enclosures.push_back(std::move(found));
}

}  // namespace depeche
