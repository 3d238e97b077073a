// article add|list|show|drop: the stored articles, by hand. What another process changes a running bot sees with its next digest.
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

struct desk_options {
  std::string config_file, input, language, source;
  std::int64_t id = 0;
  std::int64_t limit = 20;
  bool as_json = false;
};

std::string shown(const std::optional<timestamp>& t) { return t ? iso_time(*t) : std::string("-"); }
json time_or_null(const std::optional<timestamp>& t) { return t ? json(iso_time(*t)) : json(nullptr); }

void print_line(const std::string& text) { std::printf("%s\n", text.c_str()); }
void print_line(const json& line) { print_line(line.dump(-1, ' ', false, json::error_handler_t::replace)); }

json head_of(const article& a) {
  return {{"id", number(a.id)},       {"source", a.source},   {"title", a.title},
          {"url", a.url},             {"author", a.author},   {"language", a.language},
          {"translated_from", a.translated_from.empty() ? json(nullptr) : json(a.translated_from)},
          {"translation_of", number(a.translation_of) == 0 ? json(nullptr) : json(number(a.translation_of))},
          {"published", time_or_null(a.published)}, {"updated", time_or_null(a.updated)}, {"first_seen", iso_time(a.first_seen)}};
}

void print_kept(const taken_article& taken) {
  const char* outcome = taken.outcome == keep_outcome::added ? "added" : taken.outcome == keep_outcome::corrected ? "corrected" : "unchanged";
  print_line(fmt::format("{} {} {}", outcome, number(taken.what.id), printable(taken.what.title, 200)));
}

task<> add(parts& p, const desk_options& o, std::vector<handed_in> given) {
  for (handed_in& one : given) {
    if (one.language.empty()) one.language = o.language;
    auto taken = co_await p.door->take(std::move(one));
    print_kept(taken.value());
  }
}

task<> list(parts& p, const desk_options& o) {
  article_filter wanted;
  wanted.source = o.source;
  wanted.language = o.language;
  wanted.limit = static_cast<std::size_t>(o.limit);
  auto found = co_await p.articles->list(std::move(wanted));
  for (const article& a : found.value()) {
    if (o.as_json) print_line(head_of(a));
    else print_line(fmt::format("{:>8} {:<20} {} {}", number(a.id), iso_time(news_time(a)), a.source, printable(a.title, 200)));
  }
}

void print_whole(const article& a, const std::vector<article_revision>& revisions) {
  print_line(a.title);
  print_line(fmt::format("  {} {}", a.source, a.url));
  print_line(fmt::format("  published {}, updated {}, first seen {}", shown(a.published), shown(a.updated), iso_time(a.first_seen)));
  for (const article_revision& r : revisions) {
    const bool retitled = r.title != a.title;
    print_line(fmt::format("  corrected on {}{}", iso_time(r.replaced_at), retitled ? ", before: " + printable(r.title, 300) : ""));
  }
  print_line("\n" + (a.text.empty() ? a.summary : a.text));
}

task<> show(parts& p, const desk_options& o) {
  auto found = co_await p.articles->find(article_id{o.id});
  const auto known = found.value();
  if (!known) throw failure(fail(errc::not_found, "no such article", std::to_string(o.id), "see depeche article list"));
  auto replaced = co_await p.articles->revisions(article_id{o.id});
  const std::vector<article_revision> revisions = replaced.value();
  if (!o.as_json) {
    print_whole(*known, revisions);
    co_return;
  }
  json out = head_of(*known);
  out["summary"] = known->summary;
  out["text"] = known->text;
  json& before = out["revisions"] = json::array();
  for (const article_revision& r : revisions)
    before.push_back({{"replaced_at", iso_time(r.replaced_at)}, {"title", r.title}, {"text", r.text}, {"updated", time_or_null(r.updated)}});
  print_line(out);
}

task<> drop(parts& p, const desk_options& o) {
  auto dropped = co_await p.door->drop(article_id{o.id});
  if (!dropped.value()) throw failure(fail(errc::not_found, "no such article", std::to_string(o.id), "see depeche article list"));
}

std::vector<handed_in> read_given(const desk_options& o) {
  handed_in what;
  what.url = o.input;
  if (is_url(o.input)) return {std::move(what)};
  const auto input = read_input(o.input, false).value();
  inbox_folder like_a_folder;
  like_a_folder.name = source_of_the_desk;
  like_a_folder.language = o.language;
  return read_folder_file(o.input, input.bytes, like_a_folder, system_clock().now()).value();
}

}  // namespace

void add_article_desk(CLI::App& article) {
  auto o = std::make_shared<desk_options>();
  auto* adding = article.add_subcommand("add", "Keep the article at an address, or in a .txt, .html, .md or .json file, as the desk's\n\n"
                                               "Example: depeche article add https://example.org/news/1");
  add_config_option(*adding, o->config_file);
  adding->add_option("input", o->input, "An address or a file")->required();
  adding->add_option("--language", o->language, "Its language");
  adding->callback([o] {
    const auto given = read_given(*o);
    with_parts(o->config_file, [o, given](parts& p) { return add(p, *o, given); });
  });

  auto* listing = article.add_subcommand("list", "The stored articles, the last to come first\n\nExample: depeche article list --source desk");
  add_config_option(*listing, o->config_file);
  listing->add_option("--source", o->source, "Of this source");
  listing->add_option("--language", o->language, "In this language");
  listing->add_option("--limit", o->limit, "At most so many")->check(CLI::Range(1, 10'000))->capture_default_str();
  listing->add_flag("--json", o->as_json, "One JSON object a line");
  listing->callback([o] { with_parts(o->config_file, [o](parts& p) { return list(p, *o); }); });

  auto* showing = article.add_subcommand("show", "A stored article, with what corrections replaced\n\nExample: depeche article show 12");
  add_config_option(*showing, o->config_file);
  showing->add_option("id", o->id, "Its number")->required();
  showing->add_flag("--json", o->as_json, "As JSON, with the texts before each correction");
  showing->callback([o] { with_parts(o->config_file, [o](parts& p) { return show(p, *o); }); });

  auto* dropping = article.add_subcommand("drop", "Take an article out; its source does not bring it back\n\nExample: depeche article drop 12");
  add_config_option(*dropping, o->config_file);
  dropping->add_option("id", o->id, "Its number")->required();
  dropping->callback([o] { with_parts(o->config_file, [o](parts& p) { return drop(p, *o); }); });
}

}  // namespace depeche
