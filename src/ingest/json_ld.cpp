// schema.org articles in JSON-LD: alone, in a list, or in a @graph.
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/loose_json.hpp"
#include "ingest/page_metadata.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace depeche {
namespace {

using nlohmann::json;

constexpr int deepest = 8;

std::string text_of(const json& value, std::string_view member, int depth = 0) {
  if (depth > deepest) return {};
  if (value.is_string()) return html_line(value.get_ref<const std::string&>());
  if (value.is_object()) {
    const auto found = value.find(std::string(member));
    return found == value.end() ? std::string{} : text_of(*found, member, depth + 1);
  }
  if (!value.is_array()) return {};
  std::string joined;
  for (const auto& one : value) {
    const auto text = text_of(one, member, depth + 1);
    if (text.empty() || joined.size() > 500) continue;
    if (!joined.empty()) joined += ", ";
    joined += text;
  }
  return joined;
}

// The first of an image's or link's many forms.
std::string first_address(const json& value, int depth = 0) {
  if (depth > deepest) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array() && !value.empty()) return first_address(value.front(), depth + 1);
  if (value.is_object())
    for (const char* member : {"url", "@id", "contentUrl"})
      if (const auto found = value.find(member); found != value.end()) return first_address(*found, depth + 1);
  return {};
}

using object_test = std::function<bool(const json&)>;

bool has_type(const json& object, const std::function<bool(const std::string&)>& wanted) {
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  const auto named = [&](const json& t) { return t.is_string() && wanted(t.get_ref<const std::string&>()); };
  return type->is_array() ? std::any_of(type->begin(), type->end(), named) : named(*type);
}

const json* find_object(const json& value, const object_test& wanted, int depth = 0) {
  if (depth > deepest) return nullptr;
  if (value.is_object() && wanted(value)) return &value;
  if (!value.is_structured()) return nullptr;
  for (const auto& one : value)
    if (const auto* found = find_object(one, wanted, depth + 1)) return found;
  return nullptr;
}

const json* find_article(const json& document) {
  return find_object(document, [](const json& object) {
    return has_type(object, [](const std::string& name) {
      return name.ends_with("Article") || name.ends_with("Posting") || name == "Report" || name == "Review" || name == "Recipe";
    });
  });
}

const json* find_type(const json& document, std::initializer_list<std::string_view> names) {
  return find_object(document, [&](const json& object) {
    return has_type(object, [&](const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); });
  });
}

// What Chinese sites tell Baidu in words of its own: {"@context": ".../cambrian.jsonld", "title", "images", "pubDate", "upDate"}.
const json* find_cambrian(const json& document) {
  return find_object(document, [](const json& object) {
    const auto context = object.find("@context");
    return context != object.end() && context->is_string() &&
           context->get_ref<const std::string&>().find("cambrian") != std::string::npos;
  });
}

// The object that a reference ({"@id": "#author"}) means; null when the document has none.
const json* find_named(const json& value, const std::string& id, int depth = 0) {
  if (depth > 8 || !value.is_structured()) return nullptr;
  if (value.is_object() && value.size() > 1)
    if (const auto own = value.find("@id"); own != value.end() && own->is_string() && own->get_ref<const std::string&>() == id) return &value;
  for (const auto& one : value)
    if (const auto* found = find_named(one, id, depth + 1)) return found;
  return nullptr;
}

// A value with its references, one or a list of them, replaced by what they mean.
json with_references(const json& value, const json& document) {
  constexpr std::size_t most = 20;
  if (value.is_array()) {
    json all = json::array();
    for (std::size_t i = 0; i < std::min(value.size(), most); ++i) all.push_back(with_references(value[i].is_array() ? json() : value[i], document));
    return all;
  }
  if (!value.is_object() || value.size() != 1 || !value.contains("@id") || !value["@id"].is_string()) return value;
  const json* meant = find_named(document, value["@id"].get_ref<const std::string&>());
  return meant == nullptr ? value : *meant;
}

// Line by line, entities read.
std::string html_lines(const std::string& text) {
  std::string out;
  for (const auto line : split(text, '\n')) out += html_line(line) + "\n";
  return out;
}

// The record's text may be HTML, or HTML escaped once more.
std::string plain_body(const std::string& body) {
  const auto text = std::string(truncate_bytes(body, 1024 * 1024));
  const bool markup =
      text.find("</") != std::string::npos || text.find("<br") != std::string::npos || text.find("&lt;p") != std::string::npos;
  if (!markup) return text.find('&') == std::string::npos ? text : html_lines(text);
  const auto once = html_text(text);
  return once.find("</p>") == std::string::npos ? once : html_text(once);
}

}  // namespace

void read_json_ld(std::string_view script, std::string_view base, timestamp now, page_metadata& known) {
  if (script.size() > 1024 * 1024) return;
  const auto document = read_loose_json(script);
  if (document.is_discarded()) return;
  const json* article = find_article(document);
  known.says_article = known.says_article || article != nullptr;
  const bool cambrian = article == nullptr && (article = find_cambrian(document)) != nullptr;
  if (article == nullptr) {
    known.says_list = known.says_list || find_type(document, {"CollectionPage", "SearchResultsPage", "ItemList"}) != nullptr;
    return;
  }
  const auto member = [&](const char* name) -> const json& {
    static const json nothing;
    const auto found = article->find(name);
    return found == article->end() ? nothing : *found;
  };
  const auto fill = [](std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  };
  date_context context;
  context.now = now;
  const auto fill_time = [&](std::optional<stated_time>& field, const char* name) {
    context.language = known.language;
    if (!field) field = read_stated_time(text_of(member(name), "@value"), context);
  };
  if (cambrian) {
    fill(known.title, text_of(member("title"), "name"));
    fill(known.image, absolute_link(base, first_address(member("images"))));
    fill_time(known.published, "pubDate");
    fill_time(known.updated, "upDate");
    return;
  }
  fill(known.title, text_of(member("headline"), "name"));
  fill(known.author, text_of(with_references(member("author"), document), "name"));
  fill(known.site, text_of(with_references(member("publisher"), document), "name"));
  fill(known.language, text_of(member("inLanguage"), "alternateName"));
  fill(known.image, absolute_link(base, first_address(with_references(member("image"), document))));
  fill(known.url, absolute_link(base, first_address(member("mainEntityOfPage"))));
  fill(known.url, absolute_link(base, first_address(member("url"))));
  if (member("articleBody").is_string()) fill(known.body, plain_body(member("articleBody").get_ref<const std::string&>()));
  const auto free = member("isAccessibleForFree");
  if (free.is_boolean() ? !free.get<bool>() : free.is_string() && ascii_lower(free.get<std::string>()) == "false")
    known.is_closed = true;
  for (const char* name : {"datePublished", "dateCreated", "uploadDate"}) fill_time(known.published, name);
  fill_time(known.updated, "dateModified");
}

}  // namespace depeche
