// What callers of the API send, and what .json files in a watched folder hold.
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "ingest/handed_in.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace depeche {
namespace {

using nlohmann::json;

constexpr int deepest = 8;

struct member_reader {
  const json& object;
  std::string place;  // "" or "[2]."
  std::optional<error> complaint;

  std::string where(const std::string& name) const { return place + name; }
  void complain(const std::string& name, std::string what, std::string remedy = {}) {
    if (!complaint) complaint = fail(errc::invalid_argument, std::move(what), where(name), std::move(remedy));
  }
  const json* find(const char* name) const {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
  }
  void text(const char* name, std::string& into) {
    const json* value = find(name);
    if (!value) return;
    if (!value->is_string()) return complain(name, "not a text");
    into = value->get<std::string>();
  }
  void time(const char* name, std::optional<timestamp>& into) {
    std::string written;
    text(name, written);
    if (written.empty()) return;
    const auto read = parse_iso_time(written);
    if (read.has_error()) return complain(name, fmt::format("\"{}\" is not a time", printable(written, 60)), "write it as 2026-11-23T11:09:00+01:00");
    into = *read;
  }
  void texts(const char* name, std::vector<std::string>& into) {
    const json* value = find(name);
    if (!value) return;
    if (!value->is_array()) return complain(name, "not a list of texts");
    for (const json& one : *value) {
      if (!one.is_string()) return complain(name, "not a list of texts");
      into.push_back(one.get<std::string>());
    }
  }
};

result<handed_in> read_one(const json& object, std::string place) {
  if (!object.is_object()) return fail(errc::invalid_argument, "not an object", place.empty() ? "" : place.substr(0, place.size() - 1));
  handed_in out;
  member_reader r{object, std::move(place), std::nullopt};
  r.text("source", out.source);
  if (out.source.empty()) out.source = source_of_the_desk;
  r.text("id", out.id);
  r.text("url", out.url);
  r.text("title", out.title);
  r.text("author", out.author);
  r.text("language", out.language);
  r.text("summary", out.summary);
  r.text("text", out.text);
  r.text("html", out.html);
  r.text("image", out.image);
  r.time("published", out.published);
  r.time("updated", out.updated);
  r.texts("categories", out.categories);
  static constexpr std::string_view known[] = {"source", "id",    "url",       "title",   "author",    "language", "summary",
                                               "text",   "html",  "image",     "published", "updated", "categories"};
  for (const auto& [name, value] : object.items())
    if (std::find(std::begin(known), std::end(known), name) == std::end(known)) r.complain(printable(name, 40), "unknown member", "see docs/api.md");
  if (out.is_address_only() && out.url.empty()) r.complain("url", "missing", "give an address, or a title with a text or html");
  if (r.complaint) return *r.complaint;
  return out;
}

// Depth is counted before the parser builds anything.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      else if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > deepest) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

result<std::vector<handed_in>> read_article_json(std::string_view text) {
  if (text.size() > largest_handed_in) return fail(errc::too_large, fmt::format("more than {} MiB", largest_handed_in / 1024 / 1024));
  if (too_deep(text)) return fail(errc::invalid_argument, fmt::format("nested deeper than {}", deepest));
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& e) {
    return fail(errc::invalid_argument, fmt::format("not JSON, at byte {}", e.byte), {}, "send one object, or a list of objects");
  }
  std::vector<handed_in> out;
  if (!document.is_array()) {
    auto one = read_one(document, "");
    if (one.has_error()) return one.error();
    out.push_back(std::move(*one));
    return out;
  }
  if (document.empty()) return fail(errc::invalid_argument, "an empty list");
  if (document.size() > most_handed_in) return fail(errc::too_large, fmt::format("more than {} articles", most_handed_in), {}, "send them in parts");
  for (std::size_t i = 0; i < document.size(); ++i) {
    auto one = read_one(document[i], fmt::format("[{}].", i));
    if (one.has_error()) return one.error();
    out.push_back(std::move(*one));
  }
  return out;
}

}  // namespace depeche
