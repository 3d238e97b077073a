// depeche codes list|create|report: an account's scene codes, how many it may still have, and what they brought.
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"
#include "invite/scene.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

struct codes_options {
  std::string config_file, account, scene;
  int days = 0;  // 0: permanent
  std::int64_t ending = 0;
  bool as_json = false;
};

std::string account_of(const parts& p, const codes_options& o) {
  if (o.account.empty()) return p.settings.accounts.front().name;
  const auto& all = p.settings.accounts;
  if (std::any_of(all.begin(), all.end(), [&](const account_config& a) { return a.name == o.account; })) return o.account;
  throw failure(fail(errc::bad_usage, "no account of this name", o.account, "see the [[account]] sections"));
}

std::string end_of(const scene_code& code, timestamp now) {
  if (!code.expires) return "permanent";
  return (*code.expires <= now ? "ended " : "until ") + iso_time(*code.expires, "UTC");
}

void print_code(const scene_code& code, const codes_options& o, timestamp now) {
  if (!o.as_json) {
    std::printf("%-32s  %-28s  %s\n", code.scene.c_str(), end_of(code, now).c_str(), code.url.c_str());
    return;
  }
  json out{{"scene", code.scene}, {"url", code.url}, {"created", iso_time(code.created, "UTC")}, {"ends", nullptr}};
  if (code.expires) out["ends"] = iso_time(*code.expires, "UTC");
  std::printf("%s\n", out.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

task<> list(parts& p, const codes_options& o) {
  const std::string account = account_of(p, o);
  const timestamp now = p.time.now();
  auto wanted = o.ending > 0 ? p.scenes->ending(account, now, now + std::chrono::days{o.ending}) : p.scenes->list(account);
  const auto codes = co_await std::move(wanted);
  for (const scene_code& code : codes.value()) print_code(code, o, now);
  const auto counted = co_await p.scenes->count(account, now);
  const code_counts& c = counted.value();
  // A person's line, not a program's: it goes where progress goes.
  std::fprintf(stderr, "%lld of %lld permanent codes used; %lld temporary, %lld ended\n", static_cast<long long>(c.permanent),
               static_cast<long long>(most_permanent_codes), static_cast<long long>(c.temporary), static_cast<long long>(c.ended));
}

task<> create(parts& p, const codes_options& o) {
  const std::string account = account_of(p, o), scene = check_scene(o.scene).value();
  auto making = o.days > 0 ? p.codes->make_lasting(account, scene, std::chrono::days{o.days}) : p.codes->find_or_make(account, scene);
  const auto made = co_await std::move(making);
  print_code(made.value(), o, p.time.now());
}

task<> report(parts& p, const codes_options& o) {
  constexpr std::size_t most = 1'000;
  const auto told = co_await p.scenes->report(account_of(p, o), most);
  if (!o.as_json) std::printf("%-32s %10s %10s %10s\n", "", "scans", "followers", "here");
  for (const scene_report& r : told.value()) {
    if (o.as_json)
      std::printf("%s\n", json{{"scene", r.scene}, {"scans", r.scans}, {"followers", r.followers}, {"still_here", r.still_here}}
                              .dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    else
      std::printf("%-32s %10lld %10lld %10lld\n", r.scene.c_str(), static_cast<long long>(r.scans), static_cast<long long>(r.followers),
                  static_cast<long long>(r.still_here));
  }
}

}  // namespace

void add_codes(CLI::App& app) {
  auto* command = app.add_subcommand("codes", "An account's scene codes: 100,000 permanent ones at most, temporary ones for 30 days at most");
  command->require_subcommand(1);
  auto o = std::make_shared<codes_options>();
  const auto add = [&](const char* name, const char* what, task<> (*work)(parts&, const codes_options&)) {
    auto* sub = command->add_subcommand(name, what);
    sub->add_option("--account", o->account, "The account (default: the first)");
    sub->add_flag("--json", o->as_json, "One JSON object a line");
    add_config_option(*sub, o->config_file);
    sub->callback([o, work] { with_parts(o->config_file, [o, work](parts& p) { return work(p, *o); }); });
    return sub;
  };
  auto* listing = add("list", "Every code with its end, and how many may still be made\n\nExample: depeche codes list --ending 7", &list);
  listing->add_option("--ending", o->ending, "Only those that end within so many days")->check(CLI::Range(1, 30));
  auto* creating = add("create",
                       "Make a scene's code, or show the one that is there; a temporary one is made anew\n\n"
                       "Example: depeche codes create metro-line-2 --days 30",
                       &create);
  creating->add_option("scene", o->scene, "1 to 64 of a-z, 0-9, - and _")->required();
  creating->add_option("--days", o->days, "A temporary code, for 1 to 30 days; it uses up none of the permanent ones")->check(CLI::Range(1, 30));
  add("report", "What each scene brought: scans, followers, those still here\n\nExample: depeche codes report --json", &report);
}

}  // namespace depeche
