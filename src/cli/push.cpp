// depeche push list|show: the ledger.
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace depeche {
namespace {

struct push_options {
  std::string config_file, account, state;
  std::int64_t id = 0;
  std::size_t limit = 20;
  bool json = false;
};

nlohmann::ordered_json to_json(const push& p, const books& b) {
  return {{"id", number(p.id)},   {"key", p.key},         {"account", p.account}, {"edition", p.edition}, {"origin", p.origin},
          {"state", name(p.state)}, {"created", iso_time(p.created)}, {"planned", b.planned}, {"intent", b.intent}, {"sent", b.sent},
          {"failed", b.failed},   {"unknown", b.unknown}, {"skipped", b.skipped}, {"total", b.total()}};
}

void print(const push& p, const books& b, bool json) {
  if (json) {
    std::printf("%s\n", to_json(p, b).dump().c_str());
    return;
  }
  std::printf("%s\n", fmt::format("{:>5}  {:<24} {:<9} {}  planned {}  intent {}  sent {}  failed {}  unknown {}  skipped {}", number(p.id), p.key,
                                  name(p.state), iso_time(p.created), b.planned, b.intent, b.sent, b.failed, b.unknown, b.skipped)
                          .c_str());
}

task<> list(parts& p, const push_options& o) {
  const std::string account = o.account.empty() ? p.settings.accounts.front().name : o.account;
  auto listed = co_await p.ledger->list(account, o.limit);
  const std::vector<push> pushes = listed.value();
  for (const push& one : pushes) {
    auto found = co_await p.ledger->books_of(one.id);
    print(one, found.value(), o.json);
  }
}

std::optional<delivery_state> state_named(const std::string& text) {
  for (const delivery_state s : {delivery_state::planned, delivery_state::intent, delivery_state::sent, delivery_state::failed,
                                 delivery_state::unknown, delivery_state::skipped})
    if (name(s) == text) return s;
  return std::nullopt;
}

task<> show(parts& p, const push_options& o) {
  auto found = co_await p.ledger->find(push_id{o.id});
  const std::optional<push> one = found.value();
  if (!one) throw failure(fail(errc::not_found, "no such push", std::to_string(o.id), "see depeche push list"));
  auto counted = co_await p.ledger->books_of(one->id);
  print(*one, counted.value(), o.json);
  const auto state = state_named(o.state);
  auto listed = co_await p.ledger->rows(one->id, state, o.limit);
  const std::vector<delivery_row> rows = listed.value();
  for (const delivery_row& row : rows) {
    if (o.json) {
      const nlohmann::ordered_json json = {{"subscriber", number(row.subscriber)}, {"openid", row.openid}, {"way", row.way},
                                           {"state", name(row.state)},             {"errcode", row.errcode}, {"reason", row.reason},
                                           {"changed", iso_time(row.changed)}};
      std::printf("%s\n", json.dump().c_str());
    } else {
      std::printf("%s\n", fmt::format("{:>9}  {}  {:<16} {:<8} {} {}", number(row.subscriber), row.openid, row.way, name(row.state),
                                      row.errcode == 0 ? std::string() : std::to_string(row.errcode), row.reason)
                              .c_str());
    }
  }
}

}  // namespace

void add_push(CLI::App& app) {
  auto* pushes = app.add_subcommand("push", "The ledger of what was sent to whom");
  pushes->require_subcommand(1);
  auto o = std::make_shared<push_options>();
  auto* all = pushes->add_subcommand("list", "Pushes, newest first\n\nExample: depeche push list");
  add_config_option(*all, o->config_file);
  all->add_option("--account", o->account, "The account (default: the first)");
  all->add_option("--limit", o->limit, "At most so many")->capture_default_str();
  all->add_flag("--json", o->json, "One JSON object a line");
  all->callback([o] { with_parts(o->config_file, [o](parts& p) { return list(p, *o); }); });
  auto* one = pushes->add_subcommand("show", "One push, and its deliveries\n\nExample: depeche push show 7 --state unknown");
  add_config_option(*one, o->config_file);
  one->add_option("id", o->id, "Its number")->required();
  one->add_option("--state", o->state, "Only these deliveries")
      ->check(CLI::IsMember({"planned", "intent", "sent", "failed", "unknown", "skipped"}));
  one->add_option("--limit", o->limit, "At most so many deliveries")->capture_default_str();
  one->add_flag("--json", o->json, "One JSON object a line");
  one->callback([o] { with_parts(o->config_file, [o](parts& p) { return show(p, *o); }); });
}

}  // namespace depeche
