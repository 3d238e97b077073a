// feed parse FILE|URL...: one JSON object a line for each input, whatever it was.
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "ingest/parsed_feed.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

struct feed_options {
  std::vector<std::string> inputs;
  std::string base;
  bool allow_private = false;
};

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }
json time_or_null(const std::optional<timestamp>& t) { return t ? json(iso_time(*t)) : json(nullptr); }

json to_json(const feed_entry& e) {
  json enclosures = json::array();
  for (const auto& found : e.enclosures) {
    json one{{"url", found.url}, {"type", text_or_null(found.type)}, {"length", nullptr}};
    if (found.length) one["length"] = *found.length;
    enclosures.push_back(std::move(one));
  }
  return {{"id", text_or_null(e.id)},
          {"title", text_or_null(e.title)},
          {"link", text_or_null(e.link)},
          {"published", time_or_null(e.published)},
          {"updated", time_or_null(e.updated)},
          {"author", text_or_null(e.author)},
          {"summary", text_or_null(e.summary)},
          {"content", text_or_null(e.content)},
          {"categories", e.categories},
          {"enclosures", std::move(enclosures)},
          {"image", text_or_null(e.image)}};
}

// The line of one input; false when it gave no feed.
bool print_feed(const std::string& name, const feed_options& options) {
  json line{{"input", name}, {"format", nullptr}, {"encoding", nullptr}, {"feed", nullptr}, {"entries", json::array()},
            {"problems", json::array()}};
  const auto input = read_input(name, options.allow_private);
  auto feed = input.has_error() ? result<parsed_feed>(input.error())
                                : parse_feed(input->bytes, input->charset, input->url.empty() ? options.base : input->url,
                                             system_clock().now());
  if (feed.has_value()) {
    line["format"] = feed->format;
    line["encoding"] = feed->encoding;
    line["feed"] = {{"title", text_or_null(feed->title)},
                    {"link", text_or_null(feed->link)},
                    {"language", text_or_null(feed->language)},
                    {"description", text_or_null(feed->description)},
                    {"updated", time_or_null(feed->updated)}};
    for (const auto& e : feed->entries) line["entries"].push_back(to_json(e));
    line["problems"] = feed->problems;
  } else {
    line["problems"].push_back(to_line(feed.error()));
  }
  // The name of an input may be no UTF-8.
  std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n" << std::flush;
  return feed.has_value();
}

void parse_all(const feed_options& options) {
  std::size_t failed = 0;
  for (const auto& name : options.inputs) failed += print_feed(name, options) ? 0 : 1;
  if (failed == 0) return;
  throw failure(fail(errc::feed_unrecognised, std::to_string(failed) + " of " + std::to_string(options.inputs.size()) + " inputs gave no feed",
                     {}, "see \"problems\" of each"));
}

}  // namespace

void add_feed(CLI::App& app) {
  auto* feed = app.add_subcommand("feed", "Read feeds");
  feed->require_subcommand(1);
  auto options = std::make_shared<feed_options>();
  auto* parse = feed->add_subcommand("parse", "Print feeds as JSON, one object a line");
  parse->add_option("input", options->inputs, "Files, URLs, or - for stdin")->required();
  parse->add_option("--base", options->base, "The URL against which a file's relative links are resolved");
  parse->add_flag("--allow-private", options->allow_private, "Fetch from private and loopback addresses too");
  parse->footer("Example: depeche feed parse https://example.org/rss news.xml");
  parse->callback([options] { parse_all(*options); });
}

}  // namespace depeche
