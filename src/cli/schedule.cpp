// `depeche schedule next`: when an edition with this expression would go out.
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "deliver/schedule.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace depeche {
namespace {

struct next_options {
  std::string expression;
  std::string zone = "UTC";
  std::string from;
  int count = 5;
  bool json = false;
};

std::vector<std::string> firing_times(const next_options& o) {
  const cron_schedule schedule = parse_cron(o.expression).value();
  if (!is_zone(o.zone))
    throw failure(fail(errc::invalid_argument, "unknown time zone", "\"" + o.zone + "\"", "write a name such as Europe/Paris"));
  timestamp at = o.from.empty() ? system_clock{}.now() : parse_iso_time(o.from, o.zone).value();
  std::vector<std::string> times;
  while (times.size() < static_cast<std::size_t>(o.count)) {
    const auto next = next_firing(schedule, o.zone, at).value();
    if (!next) break;
    times.push_back(iso_time(*next, o.zone));
    at = *next;
  }
  if (times.empty())
    throw failure(fail(errc::not_found, "this schedule does not fire within five years", "\"" + o.expression + "\"",
                       "check its day and month"));
  return times;
}

void print_next(const next_options& o) {
  const auto times = firing_times(o);
  if (o.json) {
    std::cout << nlohmann::json(times).dump() << '\n';
    return;
  }
  for (const auto& t : times) std::cout << t << '\n';
}

}  // namespace

void add_schedule(CLI::App& app) {
  auto* schedule = app.add_subcommand("schedule", "Firing times of cron expressions");
  schedule->require_subcommand(1);
  auto* next = schedule->add_subcommand("next", "Prints the next firing times, ISO 8601 with offset");
  const auto options = std::make_shared<next_options>();
  next->add_option("expression", options->expression, "Five fields in quotes, or @daily and its like")->required();
  next->add_option("--zone", options->zone, "Time zone, such as Europe/Paris")->capture_default_str();
  next->add_option("--from", options->from, "Start after this time instead of now (2026-11-23T11:09, in the zone unless it has an offset)");
  next->add_option("--count", options->count, "How many times")->capture_default_str()->check(CLI::Range(1, 10000));
  next->add_flag("--json", options->json, "A JSON array instead of lines");
  next->footer("Example:\n  depeche schedule next \"0 8 * * 1-5\" --zone Europe/Paris --count 3");
  next->callback([options] { print_next(*options); });
}

}  // namespace depeche
