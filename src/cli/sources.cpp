// sources doctor URL|FILE...: what a feed is like, found by reading it, a URL twice.
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "ingest/feed_diagnosis.hpp"
#include "ingest/source_reading.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

struct doctor_options {
  std::vector<std::string> inputs;
  bool allow_private = false;
  bool as_json = false;
  int pause_seconds = 2;
};

json or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }
json or_null(const std::optional<timestamp>& t) { return t ? json(iso_time(*t)) : json(nullptr); }

struct examined {
  parsed_feed feed;
  feed_diagnosis found;
};

// The feed at an address; of a page that announces one, that feed: `name` is its address then.
result<parsed_feed> read_feed(std::string& name, const doctor_options& options, timestamp now) {
  const auto input = read_input(name, options.allow_private);
  if (input.has_error()) return input.error();
  auto feed = parse_feed(input->bytes, input->charset, input->url, now);
  if (feed.has_value() || input->url.empty()) return feed;
  source any;
  const auto page = read_source(any, input->bytes, input->charset, input->url, now);
  if (page.has_error() || page->announced_feed.empty()) return feed;
  name = page->announced_feed;
  const auto announced = read_input(name, options.allow_private);
  if (announced.has_error()) return announced.error();
  return parse_feed(announced->bytes, announced->charset, announced->url, now);
}

result<examined> examine(std::string& name, const doctor_options& options) {
  const auto now = system_clock().now();
  auto feed = read_feed(name, options, now);
  if (feed.has_error()) return feed.error();
  // Ids that are made anew for each reader show only when one reads twice.
  std::optional<parsed_feed> again;
  if (is_url(name)) {
    std::this_thread::sleep_for(std::chrono::seconds{options.pause_seconds});
    if (auto second = read_feed(name, options, now); second.has_value()) again = std::move(*second);
  }
  examined out;
  out.found = diagnose(*feed, again ? &*again : nullptr, now);
  out.feed = std::move(*feed);
  return out;
}

json to_json(const std::string& name, const examined& e) {
  const auto& f = e.feed;
  const auto& d = e.found;
  json ttl = f.ttl ? json(f.ttl->count()) : json(nullptr);
  json rhythm = d.rhythm ? json(d.rhythm->count()) : json(nullptr);
  json drifted = d.read_twice ? json(d.drifted_ids) : json(nullptr);
  return {{"input", name},
          {"format", f.format},
          {"title", or_null(f.title)},
          {"encoding", {{"declared", or_null(f.declared_encoding)}, {"found", f.encoding}}},
          {"entries", d.entries},
          {"dates", {{"read", d.dated}, {"absurd", d.absurd_dates}, {"oldest", or_null(d.oldest)}, {"newest", or_null(d.newest)}, {"usual_minutes_between", rhythm}}},
          {"ids", {{"missing", d.without_id}, {"repeated", d.repeated_ids}, {"changed_on_second_reading", drifted}}},
          {"texts", {{"whole", d.whole_texts}, {"excerpts", d.excerpts}}},
          {"duplicates", d.duplicates},
          {"links_missing", d.without_link},
          {"ttl_minutes", ttl},
          {"hub", or_null(f.hub)},
          {"cut", f.cut},
          {"repairs", f.problems},
          {"advice", d.advice}};
}

void print_lines(const std::string& name, const examined& e) {
  const auto& f = e.feed;
  const auto& d = e.found;
  auto line = [](const char* what, const std::string& value) { std::cout << "  " << what << std::string(12 - std::string_view(what).size(), ' ') << value << "\n"; };
  std::cout << name << "\n";
  line("title", f.title.empty() ? "none" : f.title);
  line("format", f.format);
  line("encoding", "declared " + (f.declared_encoding.empty() ? std::string("nowhere") : f.declared_encoding) + ", found " + f.encoding);
  line("entries", std::to_string(d.entries) + (f.cut ? ", and the end is missing" : ""));
  std::string dates = std::to_string(d.dated) + " read";
  if (d.absurd_dates > 0) dates += ", " + std::to_string(d.absurd_dates) + " absurd";
  if (d.oldest) dates += ", from " + iso_time(*d.oldest) + " to " + iso_time(*d.newest);
  if (d.rhythm) dates += ", usually " + std::to_string(d.rhythm->count()) + " minutes apart";
  line("dates", dates);
  std::string ids = std::to_string(d.without_id) + " missing, " + std::to_string(d.repeated_ids) + " repeated";
  ids += d.read_twice ? ", " + std::to_string(d.drifted_ids) + " changed on a second reading" : "; read once only";
  line("ids", ids);
  line("texts", std::to_string(d.whole_texts) + " whole, " + std::to_string(d.excerpts) + " excerpts");
  line("duplicates", std::to_string(d.duplicates));
  for (const auto& repair : f.problems) line("repair", repair);
  for (const auto& advice : d.advice) line("advice", advice);
}

void examine_all(const doctor_options& options) {
  std::size_t failed = 0;
  for (std::string name : options.inputs) {
    const auto outcome = examine(name, options);
    if (outcome.has_error()) ++failed;
    if (options.as_json) {
      const json line = outcome.has_value() ? to_json(name, *outcome) : json{{"input", name}, {"error", to_line(outcome.error())}};
      std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n" << std::flush;
    } else if (outcome.has_value()) {
      print_lines(name, *outcome);
    } else {
      std::cout << name << "\n  " << to_line(outcome.error()) << "\n";
    }
  }
  if (failed > 0)
    throw failure(fail(errc::feed_unrecognised, std::to_string(failed) + " of " + std::to_string(options.inputs.size()) + " inputs gave no feed", {},
                       "see the reason of each above"));
}

}  // namespace

void add_sources(CLI::App& app) {
  auto* sources = app.add_subcommand("sources", "Look after sources");
  sources->require_subcommand(1);
  auto options = std::make_shared<doctor_options>();
  auto* doctor = sources->add_subcommand("doctor", "Say what a feed is like: encoding, repairs, dates, ids, texts, duplicates");
  doctor->add_option("input", options->inputs, "URLs (read twice), files, or - for stdin")->required();
  doctor->add_flag("--json", options->as_json, "One JSON object a line for each input");
  doctor->add_flag("--allow-private", options->allow_private, "Fetch from private and loopback addresses too");
  doctor->add_option("--pause", options->pause_seconds, "Seconds between the two readings of a URL")->check(CLI::Range(0, 600));
  doctor->footer("Example: depeche sources doctor https://example.org/rss");
  doctor->callback([options] { examine_all(*options); });
  add_source_list(*sources);
}

}  // namespace depeche
