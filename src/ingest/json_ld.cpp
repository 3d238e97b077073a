// schema.org articles in JSON-LD: alone, in a list, or in a @graph.
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/link.hpp"
#include "ingest/page_metadata.hpp"

#include <nlohmann/json.hpp>

namespace depeche {
namespace {

using nlohmann::json;

constexpr int deepest = 8;

std::string text_of(const json& value, std::string_view member, int depth = 0) {
  if (depth > deepest) return {};
  if (value.is_string()) return line_field(value.get_ref<const std::string&>());
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

bool is_article(const json& object) {
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  const auto named = [](const json& t) {
    if (!t.is_string()) return false;
    const auto& name = t.get_ref<const std::string&>();
    return name.ends_with("Article") || name.ends_with("Posting") || name == "Report";
  };
  if (!type->is_array()) return named(*type);
  for (const auto& t : *type)
    if (named(t)) return true;
  return false;
}

const json* find_article(const json& value, int depth = 0) {
  if (depth > deepest) return nullptr;
  if (value.is_object() && is_article(value)) return &value;
  if (!value.is_structured()) return nullptr;
  for (const auto& one : value)
    if (const auto* found = find_article(one, depth + 1)) return found;
  return nullptr;
}

}  // namespace

void read_json_ld(std::string_view script, std::string_view base, page_metadata& known) {
  if (script.size() > 1024 * 1024) return;
  const auto document = json::parse(script, nullptr, false, true);
  if (document.is_discarded()) return;
  const json* article = find_article(document);
  if (article == nullptr) return;
  known.says_article = true;
  const auto member = [&](const char* name) -> const json& {
    static const json nothing;
    const auto found = article->find(name);
    return found == article->end() ? nothing : *found;
  };
  const auto fill = [](std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  };
  fill(known.title, text_of(member("headline"), "name"));
  fill(known.author, text_of(member("author"), "name"));
  fill(known.site, text_of(member("publisher"), "name"));
  fill(known.language, text_of(member("inLanguage"), "alternateName"));
  fill(known.image, absolute_link(base, first_address(member("image"))));
  fill(known.url, absolute_link(base, first_address(member("mainEntityOfPage"))));
  fill(known.url, absolute_link(base, first_address(member("url"))));
  if (member("articleBody").is_string())
    fill(known.body, std::string(truncate_bytes(member("articleBody").get_ref<const std::string&>(), 1024 * 1024)));
  if (!known.published) known.published = read_feed_date(text_of(member("datePublished"), "@value"));
  if (!known.updated) known.updated = read_feed_date(text_of(member("dateModified"), "@value"));
}

}  // namespace depeche
