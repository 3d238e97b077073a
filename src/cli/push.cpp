// depeche push list|show|settle: the ledger.
#include "base/localisation.hpp"
#include "cli/agreed.hpp"
#include "cli/command.hpp"
#include "cli/wait_for_push.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace depeche {
namespace {

struct push_options {
  std::string config_file, account, state, openid, as;
  std::int64_t id = 0;
  std::size_t limit = 20;
  bool json = false, all = false, yes = false;
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

std::string question_of(const push& p, const books& b, const push_options& o) {
  const std::string whom = o.all ? fmt::format("all {} unknown deliveries", b.unknown) : "the unknown delivery to " + o.openid;
  if (o.as != "resend") return fmt::format("Settle {} of push {} ({}) as {}?", whom, number(p.id), p.key, o.as);
  return fmt::format("Send {} of push {} ({}) again? Whoever got it all the same gets it twice.", whom, number(p.id), p.key);
}

// What was done by hand stands in the desk's log, beside what was done in chat.
void note(parts& p, const push& of, const push_options& o, std::string outcome) {
  desk_log_entry entry;
  entry.at = p.time.now();
  entry.account = of.account;
  entry.openid = "command line";
  entry.command = fmt::format("push settle {} --as {} {}", number(of.id), o.as, o.all ? "--all" : "--openid " + o.openid);
  entry.allowed = true;
  entry.outcome = std::move(outcome);
  p.desk->log(std::move(entry));
}

task<> settle(parts& p, const push_options& o) {
  auto found = co_await p.ledger->find(push_id{o.id});
  const std::optional<push> one = found.value();
  if (!one) throw failure(fail(errc::not_found, "no such push", std::to_string(o.id), "see depeche push list"));
  auto counted = co_await p.ledger->books_of(one->id);
  if (counted.value().unknown == 0)
    throw failure(fail(errc::not_found, "no delivery of this push is unknown", one->key, "see depeche push show"));
  if (!agreed(o.yes, question_of(*one, *counted, o), "a decision that is not taken back")) co_return;
  std::optional<std::string> openid;
  if (!o.all) openid = o.openid;
  auto settled = co_await p.push->settle_unknown(one->id, *settle_as_named(o.as), openid);
  if (settled.has_error()) note(p, *one, o, to_line(settled.error()));
  const settlement done = settled.value();
  std::string outcome = fmt::format("{} settled", done.settled);
  if (done.again) outcome += fmt::format(", push {}", number(done.again->id));
  note(p, *one, o, std::move(outcome));
  if (!done.again) {
    std::printf("%s\n", fmt::format("push {}: {} settled as {}", o.id, done.settled, o.as).c_str());
    co_return;
  }
  const books b = co_await wait_for_push(p, done.again->id);
  std::printf("%s\n", fmt::format("push {}: {} sent again by push {}: sent {}, failed {}, unknown {}, skipped {}", o.id, done.settled,
                                  number(done.again->id), b.sent, b.failed, b.unknown, b.skipped)
                          .c_str());
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
  auto* close = pushes->add_subcommand("settle",
                                       "Decide what became of deliveries that are unknown; resend sends them once more, in a push of "
                                       "their own\n\nExample: depeche push settle 7 --as sent --all");
  add_config_option(*close, o->config_file);
  close->add_option("id", o->id, "The push's number")->required();
  close->add_option("--as", o->as, "sent, failed or resend")->required()->check(CLI::IsMember({"sent", "failed", "resend"}));
  auto* whom = close->add_option_group("whom")->require_option(1);
  whom->add_option("--openid", o->openid, "Only the delivery to this subscriber");
  whom->add_flag("--all", o->all, "All of the push that are unknown");
  close->add_flag("--yes", o->yes, "Do not ask");
  close->callback([o] { with_parts(o->config_file, [o](parts& p) { return settle(p, *o); }); });
}

}  // namespace depeche
