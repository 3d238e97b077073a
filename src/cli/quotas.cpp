// depeche quotas [show|clear|request]: how often the platform's calls may still be made today, and what became of one of them.
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "cli/agreed.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"
#include "wechat/operations.hpp"
#include "wechat/quota.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

struct quota_options {
  std::string config_file, account, path, rid;
  std::vector<std::string> paths;
  bool yes = false;
  bool as_json = false;
};

// What the bot itself calls; any other path may be asked for by name.
constexpr const char* usual_paths[] = {
    "/cgi-bin/message/custom/send", "/cgi-bin/message/mass/sendall", "/cgi-bin/message/mass/send", "/cgi-bin/message/template/send",
    "/cgi-bin/stable_token",        "/cgi-bin/user/get",             "/cgi-bin/user/info",         "/cgi-bin/user/info/batchget",
    "/cgi-bin/qrcode/create",       "/cgi-bin/media/upload",         "/cgi-bin/draft/add",         "/cgi-bin/freepublish/submit",
    "/cgi-bin/menu/create"};

struct chosen_account {
  const account_config& settings;
  wechat::api_client& api;
};

chosen_account choose(parts& p, const quota_options& o) {
  for (std::size_t i = 0; i < p.lines.size(); ++i)
    if (o.account.empty() || p.settings.accounts[i].name == o.account) return {p.settings.accounts[i], *p.lines[i].api};
  throw failure(fail(errc::bad_usage, "no account of this name", o.account, "see the [[account]] sections"));
}

json to_json(const std::string& path, const wechat::call_quota& q) {
  json out{{"path", path}, {"daily_limit", q.daily_limit}, {"used", q.used}, {"remain", q.remain}};
  if (q.rate_refresh_seconds > 0) out["rate_limit"] = {{"calls", q.rate_calls}, {"seconds", q.rate_refresh_seconds}};
  return out;
}

void print(const std::string& path, const wechat::call_quota& q) {
  std::printf("%-34s %10lld %10lld %10lld", path.c_str(), static_cast<long long>(q.daily_limit), static_cast<long long>(q.used),
              static_cast<long long>(q.remain));
  if (q.rate_refresh_seconds > 0)
    std::printf("   %lld in %lld s", static_cast<long long>(q.rate_calls), static_cast<long long>(q.rate_refresh_seconds));
  std::printf("\n");
}

// A call that the platform counts for nobody, or not for this account, is left out when it was not asked for by name.
constexpr bool is_not_counted(int errcode) { return errcode == 76021 || errcode == 76022; }

task<> show(parts& p, const quota_options& o) {
  const chosen_account of = choose(p, o);
  const bool asked = !o.paths.empty();
  const std::vector<std::string> paths = asked ? o.paths : std::vector<std::string>(std::begin(usual_paths), std::end(usual_paths));
  if (!o.as_json) std::printf("%-34s %10s %10s %10s\n", "", "a day", "used", "left");
  for (const std::string& path : paths) {
    auto got = co_await wechat::quota_of(of.api, path);
    if (got.has_error() && !asked && is_not_counted(got.error().errcode)) continue;
    const wechat::call_quota& quota = got.value();
    if (o.as_json) std::printf("%s\n", to_json(path, quota).dump().c_str());
    else print(path, quota);
  }
}

task<> clear(parts& p, const quota_options& o) {
  const chosen_account of = choose(p, o);
  const bool one = !o.path.empty();
  const std::string question = one ? "Clear the counters of " + o.path + "? The platform grants this 50 times a month."
                                   : "Clear the counters of all calls? The platform grants this 10 times a month.";
  if (!agreed(o.yes, question, "what is scarce")) co_return;
  auto done = one ? wechat::clear_quota_of(of.api, o.path) : wechat::clear_all_quotas(of.api, of.settings.app_id);
  auto cleared = co_await std::move(done);
  cleared.value();
  std::printf("cleared\n");
}

task<> request(parts& p, const quota_options& o) {
  const chosen_account of = choose(p, o);
  auto got = co_await wechat::look_up_request(of.api, o.rid);
  const wechat::past_request& r = got.value();
  const std::string when = iso_time(from_unix_seconds(r.invoked), "UTC");
  if (o.as_json) {
    const json out{{"time", when},           {"cost_ms", r.cost_ms},           {"url", r.url}, {"request", r.request_body},
                   {"response", r.response_body}, {"client_address", r.client_address}};
    std::printf("%s\n", out.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    co_return;
  }
  std::printf("time      %s, %lld ms\nfrom      %s\nurl       %s\nrequest   %s\nresponse  %s\n", when.c_str(),
              static_cast<long long>(r.cost_ms), printable(r.client_address, 100).c_str(), printable(r.url, 1000).c_str(),
              printable(r.request_body, 4000).c_str(), printable(r.response_body, 4000).c_str());
}

}  // namespace

void add_quotas(CLI::App& app) {
  auto* command = app.add_subcommand("quotas", "What the platform still lets an account call today");
  command->require_subcommand(1);
  auto o = std::make_shared<quota_options>();
  const auto common = [o](CLI::App& sub) {
    sub.add_option("--account", o->account, "The account (default: the first)");
    add_config_option(sub, o->config_file);
  };
  auto* showing = command->add_subcommand("show", "The day's limit, what is used and what is left, by call\n\nExample: depeche quotas show");
  showing->add_option("path", o->paths, "Calls by their paths (default: those that the bot makes)");
  showing->add_flag("--json", o->as_json, "One JSON object per call");
  common(*showing);
  showing->callback([o] { with_parts(o->config_file, [o](parts& p) { return show(p, *o); }); });
  auto* clearing = command->add_subcommand(
      "clear", "Set the day's counters back; 10 times a month for all, 50 for single ones\n\nExample: depeche quotas clear --path /cgi-bin/user/get");
  clearing->add_option("--path", o->path, "Only this call");
  clearing->add_flag("--yes", o->yes, "Do not ask");
  common(*clearing);
  clearing->callback([o] { with_parts(o->config_file, [o](parts& p) { return clear(p, *o); }); });
  auto* asking = command->add_subcommand(
      "request", "What became of a call, by the rid that its error carried; for seven days\n\nExample: depeche quotas request 61725984-6126f6f9-040f19c4");
  asking->add_option("rid", o->rid, "The rid")->required();
  asking->add_flag("--json", o->as_json, "JSON");
  common(*asking);
  asking->callback([o] { with_parts(o->config_file, [o](parts& p) { return request(p, *o); }); });
}

}  // namespace depeche
