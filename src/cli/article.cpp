// article extract FILE|URL: what a page or a page dump says, as JSON; and the parent of the commands on texts.
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "ingest/page_dump.hpp"
#include "ingest/page_extractor.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

struct extract_options {
  std::string input;
  std::string url;  // --url
  std::string now;
  std::string zone;  // empty: by the language
  bool jsonl = false;
  bool allow_private = false;
};

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }
json time_or_null(const std::optional<timestamp>& t) { return t ? json(iso_time(*t)) : json(nullptr); }

json to_json(const extracted_page& page) {
  json links = json::array(), related = json::array();
  for (const auto& link : page.links) links.push_back({{"text", link.text}, {"url", link.url}});
  for (const auto& r : page.related) related.push_back({{"title", r.title}, {"url", text_or_null(r.url)}});
  return {{"kind", name_of(page.kind)},
          {"url", text_or_null(page.url)},
          {"title", text_or_null(page.title)},
          {"author", text_or_null(page.author)},
          {"site", text_or_null(page.site)},
          {"published", time_or_null(page.published)},
          {"updated", time_or_null(page.updated)},
          {"language", text_or_null(page.language)},
          {"image", text_or_null(page.image)},
          {"text", page.text},
          {"html", text_or_null(page.html)},
          {"links", std::move(links)},
          {"related", std::move(related)},
          {"problems", page.problems}};
}

json empty_page(const std::string& url, const error& why) {
  extracted_page nothing;
  nothing.url = url;
  nothing.problems.push_back(to_line(why));
  auto out = to_json(nothing);
  out["kind"] = nullptr;
  return out;
}

result<extracted_page> extract(const std::string& name, const std::string& base, const extract_options& options, timestamp now) {
  const auto input = read_input(name, options.allow_private);
  if (input.has_error()) return input.error();
  const auto& url = base.empty() ? input->url : base;
  if (!looks_like_dump(input->bytes)) return examine_page(input->bytes, input->charset, url, now, options.zone);
  auto page = extract_dump(input->bytes, now, options.zone);
  if (page.has_value() && page->url.empty()) page->url = url;
  return page;
}

// In pieces of bytes that may be no UTF-8 (file names), what is ill-formed is replaced.
void print(const json& line) { std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n" << std::flush; }

void extract_one(const extract_options& options, timestamp now) {
  const auto page = extract(options.input, options.url, options, now);
  print(page.has_value() ? to_json(*page) : empty_page(options.url, page.error()));
  if (page.has_value() && page->kind == page_kind::article) return;
  auto why = page.has_value() ? fail(errc::page_unrecognised, page->problems.back(), options.input) : page.error();
  why.code = errc::page_unrecognised;  // no article, whatever the reason: exit 1
  throw failure(why);
}

// One line of --jsonl: {"id","path","url"} -> the same "id" and what the page gave. False when it could not be read at all; a
// page that is no article was read, and its answer says so.
bool extract_line(const std::string& line, const extract_options& options, timestamp now) {
  const auto wanted = json::parse(line, nullptr, false);
  const auto member = [&](const char* name) {
    const bool given = wanted.is_object() && wanted.contains(name) && wanted[name].is_string();
    return given ? wanted[name].get<std::string>() : std::string{};
  };
  const auto path = member("path"), url = member("url");
  json out;
  out["id"] = wanted.is_object() && wanted.contains("id") ? wanted["id"] : json(nullptr);
  const auto name = path.empty() ? url : path;
  auto page = name.empty() ? result<extracted_page>(fail(errc::invalid_argument, "a line needs \"path\" or \"url\""))
                           : extract(name, url, options, now);
  out.update(page.has_value() ? to_json(*page) : empty_page(url, page.error()));
  print(out);
  return page.has_value() || page.error() == errc::page_unrecognised;
}

void extract_lines(const extract_options& options, timestamp now) {
  std::size_t failed = 0, all = 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    ++all;
    failed += extract_line(line, options, now) ? 0 : 1;
  }
  if (failed == 0) return;
  throw failure(fail(errc::io_failed, std::to_string(failed) + " of " + std::to_string(all) + " pages could not be read", {},
                     "see \"problems\" of each"));
}

void run_extract(const extract_options& options) {
  if (!options.zone.empty() && !is_zone(options.zone))
    throw failure(fail(errc::bad_usage, "unknown zone", options.zone, "give a name like Europe/Paris"));
  auto now = system_clock().now();
  if (!options.now.empty()) {
    const auto given = parse_iso_time(options.now, options.zone.empty() ? "UTC" : options.zone);
    if (given.has_error()) throw failure(fail(errc::bad_usage, "not a time", options.now, "give it as 2026-11-23T11:09"));
    now = *given;
  }
  if (options.jsonl) return extract_lines(options, now);
  if (options.input.empty())
    throw failure(fail(errc::bad_usage, "nothing to extract", {}, "give a file, a URL, or - for stdin; or --jsonl"));
  extract_one(options, now);
}

}  // namespace

void add_article(CLI::App& app) {
  auto* article = app.add_subcommand("article", "Keep, extract, summarise, relate and compare articles");
  article->require_subcommand(1);
  auto options = std::make_shared<extract_options>();
  auto* extract_command = article->add_subcommand("extract", "Print the article of a page or page dump as JSON");
  extract_command->add_option("input", options->input, "A file, a URL, or - for stdin");
  extract_command->add_option("--url", options->url, "The page's URL, for its relative links");
  extract_command->add_flag("--jsonl", options->jsonl, "Read {\"id\",\"path\",\"url\"} lines on stdin, write one result a line");
  extract_command->add_option("--now", options->now, "The time against which a date without year is read (default: now)");
  extract_command->add_option(
      "--zone", options->zone,
      "Where clock times without a zone hold, and --now (default: Asia/Shanghai for Chinese, Europe/Paris for French, else UTC)");
  extract_command->add_flag("--allow-private", options->allow_private, "Fetch from private and loopback addresses too");
  extract_command->footer("Example: depeche article extract page.html --url https://example.org/news/1");
  extract_command->callback([options] { run_extract(*options); });
  add_article_text(*article);
  add_article_desk(*article);
}

}  // namespace depeche
