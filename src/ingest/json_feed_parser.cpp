// JSON Feed 1.0 and 1.1 (jsonfeed.org), read out of what people write by hand, too: raw line breaks in strings, commas before a
// closing bracket, a document that is cut in the middle.
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/feed_format.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/link.hpp"

#include <nlohmann/json.hpp>

namespace depeche {
namespace {

using nlohmann::json;

constexpr std::size_t deepest = 60;
constexpr std::size_t longest_body = 1024 * 1024;
constexpr std::size_t most_values = 500'000;

struct mended_json {
  std::string text;
  bool cut = false;
  bool mended = false;
};

// One pass before the parser: counts what would cost memory, mends what can be mended. Empty when it is over the limits.
mended_json mend(std::string_view s) {
  mended_json out;
  out.text.reserve(s.size() + 16);
  std::string open;                   // the brackets that are open
  std::size_t values = 0;
  std::size_t whole_size = 0;         // of the output behind the last whole item
  bool in_string = false;
  const auto drop_comma = [&] {
    auto last = out.text.find_last_not_of(" \t\r\n");
    if (last == std::string::npos || out.text[last] != ',') return;
    out.text.resize(last);
    out.mended = true;
  };
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (in_string) {
      if (c == '\\' && i + 1 < s.size()) {
        out.text += c;
        out.text += s[++i];
      } else if (static_cast<unsigned char>(c) < 0x20) {
        out.text += c == '\n' ? "\\n" : c == '\t' ? "\\t" : " ";
        out.mended = true;
      } else {
        out.text += c;
        in_string = c != '"';
      }
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') open += c;
    if (c == ',' || c == '{' || c == '[') ++values;
    if (open.size() > deepest || values > most_values) return {};
    if (c == '}' || c == ']') {
      drop_comma();
      if (open.empty()) break;
      open.pop_back();
    }
    out.text += c;
    if (c == '}' && open == "{[") whole_size = out.text.size();
    if (open.empty() && (c == '}' || c == ']')) return out;
  }
  if (whole_size == 0) return out;
  out.text.resize(whole_size);
  out.text += "]}";
  out.cut = true;
  return out;
}

std::string text_of(const json& value) {
  if (value.is_string()) return repair_utf8(value.get_ref<const std::string&>());
  return value.is_number() ? value.dump() : std::string{};
}

std::string text_in(const json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found == object.end() ? std::string{} : text_of(*found);
}

std::string line_in(const json& object, const char* name) { return std::string(truncate_bytes(squeeze_space(text_in(object, name)), 2000)); }

// The values of a list, or the one value that somebody put in its place.
template <class Visit>
void each_in(const json& object, const char* name, const Visit& visit) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if (!found->is_array()) return visit(*found);
  for (const auto& one : *found) visit(one);
}

std::string author_in(const json& object) {
  std::string names;
  const auto add = [&](const json& author) {
    auto name = author.is_string() ? author_name(author.get<std::string>()) : line_in(author, "name");
    if (name.empty() && author.is_object()) name = line_in(author, "url");
    if (!name.empty() && names.size() < 500) names += (names.empty() ? "" : ", ") + name;
  };
  each_in(object, "authors", add);
  // Version 1.0 had one.
  if (names.empty()) each_in(object, "author", add);
  return names;
}

void read_tags(const json& item, feed_entry& entry) {
  const auto tags = item.find("tags");
  if (tags == item.end()) return;
  if (tags->is_array()) return each_in(item, "tags", [&](const json& tag) { add_category(entry, text_of(tag)); });
  const auto list = text_of(*tags);
  for (const auto tag : split(list, ',')) add_category(entry, tag);
}

feed_entry read_item(const json& item, feed_reading& reading, const std::string& feed_author) {
  feed_entry entry;
  entry.id = line_in(item, "id");
  entry.title = line_field(line_in(item, "title"));
  entry.link = absolute_link(reading.base, text_in(item, "url"));
  if (entry.link.empty()) entry.link = absolute_link(reading.base, text_in(item, "external_url"));
  if (entry.link.empty() && entry.id.starts_with("http")) entry.link = absolute_link(reading.base, entry.id);
  entry.published = date_in(text_in(item, "date_published"), reading);
  entry.updated = date_in(text_in(item, "date_modified"), reading);
  entry.author = author_in(item);
  if (entry.author.empty()) entry.author = feed_author;
  const auto& base = entry.link.empty() ? reading.base : entry.link;
  if (const auto html = text_in(item, "content_html"); !html.empty()) entry.content = sanitise_html(truncate_bytes(html, longest_body), base);
  else entry.content = paragraphs_of(truncate_bytes(text_in(item, "content_text"), longest_body));
  entry.summary_html = paragraphs_of(truncate_bytes(text_in(item, "summary"), longest_body));
  entry.summary = summary_field(entry.summary_html);
  read_tags(item, entry);
  each_in(item, "attachments", [&](const json& file) {
    add_enclosure(entry, text_in(file, "url"), text_in(file, "mime_type"), text_in(file, "size_in_bytes"), reading.base);
  });
  for (const char* image : {"image", "banner_image"})
    if (entry.image.empty()) entry.image = absolute_link(reading.base, text_in(item, image));
  return entry;
}

void read_hubs(const json& root, parsed_feed& feed) {
  each_in(root, "hubs", [&](const json& hub) {
    if (feed.hub.empty()) feed.hub = absolute_link({}, text_in(hub, "url"));
  });
}

}  // namespace

bool read_json_feed(std::string_view text, feed_reading& reading) {
  auto mended = mend(trim(text));
  const auto root = json::parse(mended.text, nullptr, false);
  if (!root.is_object()) return false;
  const bool has_items = root.contains("items") && root.at("items").is_structured();
  if (!has_items && text_in(root, "version").find("jsonfeed") == std::string::npos) return false;
  auto& feed = reading.feed;
  feed.format = "json";
  feed.cut = mended.cut;
  if (mended.mended) feed.problems.emplace_back("the JSON is not well-formed; mended");
  for (const char* name : {"feed_url", "home_page_url"})
    if (reading.base.empty()) reading.base = absolute_link({}, text_in(root, name));
  feed.title = line_field(line_in(root, "title"));
  feed.link = absolute_link(reading.base, text_in(root, "home_page_url"));
  feed.self = absolute_link(reading.base, text_in(root, "feed_url"));
  feed.description = line_field(line_in(root, "description"));
  feed.language = line_in(root, "language");
  know_language(reading, feed.language);
  for (const char* image : {"icon", "favicon"})
    if (feed.image.empty()) feed.image = absolute_link(reading.base, text_in(root, image));
  read_hubs(root, feed);
  const auto author = author_in(root);
  each_in(root, "items", [&](const json& item) {
    if (item.is_object()) add_entry(reading, read_item(item, reading, author));
  });
  if (feed.cut)
    feed.problems.push_back("the feed is cut off; " + std::to_string(feed.entries.size()) + " whole entries were read");
  return true;
}

}  // namespace depeche
