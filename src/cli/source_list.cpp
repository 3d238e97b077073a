// sources list|add|remove|import|export: the config's sources and those that the desk added beside them, in the database.
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/with_parts.hpp"
#include "ingest/opml.hpp"
#include "ingest/source_reading.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace depeche {
namespace {

struct list_options {
  std::string config_file, address, name, language, file;
  std::int64_t every = 900;
  bool json = false;
  bool allow_private = false;
};

struct listed_source {
  source what;
  bool added = false;
};

// The config's first: its word counts where a name is in both.
task<std::vector<listed_source>> all_sources(parts& p) {
  std::vector<listed_source> all;
  for (const source& s : p.settings.sources) all.push_back({s, false});
  auto stored = co_await p.added_sources->all();
  const std::vector<source> added = stored.value();
  for (const source& s : added) {
    const bool known = std::any_of(all.begin(), all.end(), [&](const listed_source& l) { return l.what.name == s.name; });
    if (!known) all.push_back({s, true});
  }
  co_return all;
}

const char* word_for(const source_state& s) {
  if (s.last_try == timestamp{}) return "new";
  if (s.gone_in_a_row > 1) return "gone";
  if (s.health == source_health::broken) return "broken";
  if (s.health == source_health::silent) return "silent";
  return s.failures_in_a_row > 0 ? "failing" : "well";
}

nlohmann::ordered_json or_null(timestamp t) { return t == timestamp{} ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(iso_time(t)); }

void print(const listed_source& l, const source_state& s, bool json) {
  if (json) {
    const nlohmann::ordered_json line = {{"name", l.what.name}, {"url", l.what.url}, {"language", l.what.language},
                                         {"every_seconds", l.what.every.count()}, {"from", l.added ? "desk" : "config"},
                                         {"health", word_for(s)}, {"last_try", or_null(s.last_try)},
                                         {"last_success", or_null(s.last_success)}, {"last_article", or_null(s.last_news)},
                                         {"unusual_silence_seconds", s.rhythm.count()}, {"failures", s.failures_in_a_row},
                                         {"not_before", or_null(s.not_before)}, {"moved_to", s.moved_to}, {"problem", s.last_problem}};
    std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
    return;
  }
  const std::string last = s.last_success == timestamp{} ? "never" : iso_time(s.last_success);
  std::printf("%s\n", fmt::format("{:<24} {:<8} {:<7} {:<20} {}{}", l.what.name, word_for(s), l.added ? "desk" : "config", last, l.what.url,
                                  s.moved_to.empty() ? "" : " -> " + s.moved_to)
                          .c_str());
  if (!s.last_problem.empty()) std::printf("  %s\n", printable(s.last_problem, 400).c_str());
}

task<> list(parts& p, const list_options& o) {
  const auto all = co_await all_sources(p);
  auto read = co_await p.articles->states();
  const std::vector<source_state> states = read.value();
  for (const auto& l : all) {
    const auto known = std::find_if(states.begin(), states.end(), [&](const source_state& s) { return s.source == l.what.name; });
    print(l, known == states.end() ? source_state{} : *known, o.json);
  }
}

struct found_feed {
  std::string url;
  std::string title;
};

// As the bot fetches: its addresses, authorities and proxy.
https_client_options way_of(const list_options& o) {
  const config settings = read_config(o.config_file).value();
  https_client_options options;
  if (o.allow_private) options.guard = address_guard::open();
  for (const auto& range : settings.allow_addresses) options.guard.allow(range).value();
  options.ca_file = settings.fetch_ca;
  options.proxy = settings.fetch_proxy;
  return options;
}

// The address of a feed or an article page; of a page that announces a feed, the feed's. Fetched before anything is opened.
found_feed find_feed(const list_options& o) {
  const auto now = system_clock().now();
  const auto way = way_of(o);
  source any;
  any.name = "added";
  auto input = read_input(o.address, way).value();
  auto read = read_source(any, input.bytes, input.charset, input.url, now);
  if (read.has_error() && read.error().code == errc::page_unrecognised)
    throw failure(fail(errc::page_unrecognised, "a page that announces no feed, and " + read.error().what, input.url,
                       "give the feed's address, or write a [[source]] with select for its items"));
  auto reading = std::move(read).value();
  found_feed found{input.url, {}};
  if (!reading.announced_feed.empty()) {
    found.url = reading.announced_feed;
    input = read_input(found.url, way).value();
    reading = read_source(any, input.bytes, input.charset, input.url, now, source_kind::feed).value();
  }
  if (const auto feed = parse_feed(input.bytes, input.charset, input.url, now); feed.has_value()) found.title = feed->title;
  return found;
}

void check_name(const std::string& name) {
  const bool good = !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!good) throw failure(fail(errc::bad_usage, "not a name", name, "use a-z, 0-9, - and _, at most 40"));
}

std::vector<std::string> names_of(const std::vector<listed_source>& all) {
  std::vector<std::string> names;
  for (const auto& l : all) names.push_back(l.what.name);
  return names;
}

bool has_address(const std::vector<listed_source>& all, const std::string& address) {
  return std::any_of(all.begin(), all.end(), [&](const listed_source& l) { return l.what.url == address; });
}

task<> add(parts& p, const list_options& o, const found_feed& found) {
  const auto all = co_await all_sources(p);
  const auto taken = names_of(all);
  if (std::find(taken.begin(), taken.end(), o.name) != taken.end())
    throw failure(fail(errc::already_exists, "there is a source of this name", o.name, "choose another with --name"));
  if (has_address(all, found.url)) throw failure(fail(errc::already_exists, "there is a source with this address", found.url));
  source s;
  s.name = o.name.empty() ? source_name(found.title, found.url, taken) : o.name;
  s.url = found.url;
  s.language = o.language;
  s.every = std::chrono::seconds{o.every};
  auto done = co_await p.added_sources->add(s, p.time.now());
  done.value();
  std::printf("%s %s\n", s.name.c_str(), s.url.c_str());
}

task<> remove(parts& p, const list_options& o) {
  const auto& fixed = p.settings.sources;
  if (std::any_of(fixed.begin(), fixed.end(), [&](const source& s) { return s.name == o.name; }))
    throw failure(fail(errc::not_allowed, "this source is the config's", o.name, "remove its [[source]] section"));
  auto done = co_await p.added_sources->remove(o.name);
  if (!done.value()) throw failure(fail(errc::not_found, "no such source", o.name, "see depeche sources list"));
}

task<> import_list(parts& p, const list_options& o, const opml_list& wanted) {
  auto all = co_await all_sources(p);
  std::size_t added = 0, known = 0;
  for (const opml_entry& entry : wanted.entries) {
    if (has_address(all, entry.url)) {
      ++known;
      continue;
    }
    source s;
    s.name = source_name(entry.title, entry.url, names_of(all));
    s.url = entry.url;
    s.title = entry.title;
    s.language = entry.language.empty() ? o.language : entry.language;
    s.every = std::chrono::seconds{o.every};
    auto done = co_await p.added_sources->add(s, p.time.now());
    done.value();
    all.push_back({std::move(s), true});
    ++added;
  }
  std::printf("%zu added, %zu were there, %zu without a usable address\n", added, known, wanted.left_out);
}

task<> export_list(parts& p) {
  const auto all = co_await all_sources(p);
  std::vector<source> sources;
  for (const auto& l : all) sources.push_back(l.what);
  std::cout << write_opml(sources);
}

CLI::Option* add_every(CLI::App& command, list_options& o) {
  return command.add_option("--every", o.every, "Seconds between two looks")->check(CLI::Range(30, 86400 * 7))->capture_default_str();
}

}  // namespace

void add_source_list(CLI::App& sources) {
  auto o = std::make_shared<list_options>();
  auto* listing = sources.add_subcommand("list", "All sources and how they are doing\n\nExample: depeche sources list");
  add_config_option(*listing, o->config_file);
  listing->add_flag("--json", o->json, "One JSON object a line");
  listing->callback([o] { with_parts(o->config_file, [o](parts& p) { return list(p, *o); }); });

  auto* adding = sources.add_subcommand("add", "Add a feed, or the feed that a page announces; a running bot follows within a minute\n\n"
                                               "Example: depeche sources add https://example.org/ --language fr");
  add_config_option(*adding, o->config_file);
  adding->add_option("address", o->address, "A feed's or page's address")->required();
  adding->add_option("--name", o->name, "Its short name (default: from its title)");
  adding->add_option("--language", o->language, "Taken when an article's own cannot be told");
  adding->add_flag("--allow-private", o->allow_private, "Look at private and loopback addresses too");
  add_every(*adding, *o);
  adding->callback([o] {
    if (!is_url(o->address)) throw failure(fail(errc::bad_usage, "not an address", o->address, "write it as https://example.org/rss"));
    if (!o->name.empty()) check_name(o->name);
    const auto found = find_feed(*o);
    with_parts(o->config_file, [o, found](parts& p) { return add(p, *o, found); });
  });

  auto* removing = sources.add_subcommand("remove", "Remove a source that was added; its articles stay\n\nExample: depeche sources remove le-monde");
  add_config_option(*removing, o->config_file);
  removing->add_option("name", o->name, "Its name")->required();
  removing->callback([o] { with_parts(o->config_file, [o](parts& p) { return remove(p, *o); }); });

  auto* importing = sources.add_subcommand("import", "Add the feeds of an OPML file, each address once\n\nExample: depeche sources import feeds.opml");
  add_config_option(*importing, o->config_file);
  importing->add_option("file", o->file, "The file, or - for stdin")->required();
  importing->add_option("--language", o->language, "Of feeds that name none");
  add_every(*importing, *o);
  importing->callback([o] {
    const auto input = read_input(o->file, false).value();
    const auto wanted = read_opml(input.bytes).value();
    with_parts(o->config_file, [o, wanted](parts& p) { return import_list(p, *o, wanted); });
  });

  auto* exporting = sources.add_subcommand("export", "All sources as OPML on stdout\n\nExample: depeche sources export > feeds.opml");
  add_config_option(*exporting, o->config_file);
  exporting->callback([o] { with_parts(o->config_file, [](parts& p) { return export_list(p); }); });
}

}  // namespace depeche
