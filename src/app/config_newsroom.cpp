// Where news comes from: [[source]] and [[inbox]], and the names of all sections.
#include "app/config_sections.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "ingest/css_selector.hpp"
#include "net/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace depeche {

bool is_name(std::string_view s) {
  return !s.empty() && s.size() <= 40 && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string read_name(config_reader& r, std::set<std::string>& taken, std::string_view kind) {
  const std::string name = r.required_text("name", "a short name");
  if (!name.empty() && !is_name(name))
    r.complain("name", fmt::format("\"{}\" is not a name", name), "use a-z, 0-9, - and _, at most 40");
  if (!name.empty() && !taken.insert(name).second)
    r.complain("name", fmt::format("\"{}\" is there twice", name), fmt::format("give every {} its own name", kind));
  if (name == source_of_the_desk && kind != "account" && kind != "edition")
    r.complain("name", fmt::format("\"{}\" is the name of what the desk hands in", name), "choose another");
  return name;
}

namespace {

// A selector that can't be read is found here, not at the first look at the page.
void read_selectors(reading& with, config_reader& of_source, std::size_t number, source& s) {
  const toml::table* table = of_source.table("select");
  if (!table) return;
  auto r = with.section(*table, fmt::format("[[source]] {} select", number));
  s.select.item = r.required_text("item", "the selector of an item");
  s.select.title = r.text("title", "");
  s.select.link = r.text("link", "");
  s.select.date = r.text("date", "");
  s.select.summary = r.text("summary", "");
  struct part {
    const char* key;
    const std::string& selector;
  };
  for (const part& p : {part{"item", s.select.item}, part{"title", s.select.title}, part{"link", s.select.link}, part{"date", s.select.date},
                        part{"summary", s.select.summary}})
    if (const auto read = read_selector(p.selector); !p.selector.empty() && read.has_error())
      r.complain(p.key, fmt::format("{}, {} of \"{}\"", read.error().what, read.error().where, printable(p.selector)), read.error().remedy);
  r.reject_unknown();
}

}  // namespace

void read_source(reading& with, const toml::table& table, std::size_t number, std::set<std::string>& names, config& c) {
  auto r = with.section(table, fmt::format("[[source]] {}", number));
  source s;
  s.name = read_name(r, names, "source");
  s.url = r.required_text("url", "a feed's or page's address");
  if (const auto parsed = parse_url(s.url); !s.url.empty() && parsed.has_error())
    r.complain("url", fmt::format("\"{}\" is not an address", printable(s.url)), "write it as https://example.org/rss");
  s.title = r.text("title", "");
  const std::string priority = r.one_of("priority", "normal", {"low", "normal", "high"});
  s.priority = priority == "high" ? source_priority::high : priority == "low" ? source_priority::low : source_priority::normal;
  s.language = r.text("language", "");
  s.every = std::chrono::seconds{r.duration("every", 900, 30, 86400 * 7)};
  read_selectors(with, r, number, s);
  r.reject_unknown();
  c.sources.push_back(std::move(s));
}

void read_inbox(reading& with, const toml::table& table, std::size_t number, std::set<std::string>& names, config& c) {
  auto r = with.section(table, fmt::format("[[inbox]] {}", number));
  inbox_folder f;
  for (const source& s : c.sources) names.insert(s.name);
  f.name = read_name(r, names, "inbox and source");
  f.folder = r.path("folder", "");
  if (f.folder.empty()) r.complain("folder", "missing", "set it to the folder that files are put into");
  f.title = r.text("title", "");
  f.language = r.text("language", "");
  f.zone = r.text("zone", "");
  if (!f.zone.empty() && !is_zone(f.zone)) r.complain("zone", fmt::format("the system knows no zone \"{}\"", f.zone), "write it as Europe/Paris; is tzdata installed?");
  f.every = std::chrono::seconds{r.duration("every", 10, 1, 3600)};
  r.reject_unknown();
  c.inboxes.push_back(std::move(f));
}

}  // namespace depeche
