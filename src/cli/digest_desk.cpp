// depeche digest held|release|drop|urgent|approve|unapprove: the desk's words on what readers get, as from chat. A running bot sees what was
// released, dropped and approved with its next digest, and at the hour in any case.
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/wait_for_push.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace depeche {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* from_the_terminal = "command line";
constexpr std::size_t most_listed = 1000;
constexpr std::size_t title_bytes = 200;

struct desk_options {
  std::string config_file, account, edition;
  std::int64_t article = 0;
  bool json = false, at_night = false, dry_run = false;
};

std::string account_of(const parts& p, const desk_options& o) {
  if (o.account.empty()) return p.settings.accounts.front().name;
  for (const account_config& a : p.settings.accounts)
    if (a.name == o.account) return a.name;
  throw failure(fail(errc::bad_usage, "no such account", o.account, "see [[account]] in the settings"));
}

const edition& edition_of(const parts& p, const desk_options& o) {
  if (const edition* found = p.board->find(account_of(p, o), o.edition)) return *found;
  std::string names;
  for (const edition& e : p.board->editions()) names += (names.empty() ? "" : ", ") + e.name;
  throw failure(fail(errc::bad_usage, "no such edition", o.edition, "there are: " + names));
}

void print_line(const json& line) { std::printf("%s\n", line.dump(-1, ' ', false, json::error_handler_t::replace).c_str()); }

std::string_view name(hold_cause c) { return c == hold_cause::word ? "word" : c == hold_cause::no_source ? "no_source" : "no_date"; }

task<> held(parts& p, const desk_options& o) {
  auto listed = co_await p.guard->held(account_of(p, o), most_listed);
  for (const hold& h : listed.value()) {
    json reasons = json::array();
    std::string lines;
    for (const hold_reason& r : h.reasons) {
      reasons.push_back({{"cause", name(r.cause)}, {"word", r.word}, {"note", r.note}, {"says", to_line(r)}});
      lines += "    " + to_line(r) + "\n";
    }
    if (o.json)
      print_line({{"article", number(h.article)}, {"title", h.title}, {"edition", h.edition}, {"since", iso_time(h.since)}, {"reasons", std::move(reasons)}});
    else
      fmt::print("{} {}  ({}, {})\n{}", number(h.article), printable(h.title, title_bytes), h.edition, iso_time(h.since), lines);
  }
}

task<> refresh_all_of(parts& p, std::string account) {
  for (const edition& e : p.board->editions()) {
    if (e.account != account) continue;
    const auto made = co_await p.board->refresh(e);
    made.value();
  }
}

task<> release(parts& p, const desk_options& o) {
  const std::string account = account_of(p, o), who = from_the_terminal;
  auto decided = co_await p.guard->decide(account, article_id{o.article}, hold_state::released, who);
  const auto released = decided.value();
  if (!released) throw failure(fail(errc::not_found, "nothing is held under this number", std::to_string(o.article), "see depeche digest held"));
  co_await refresh_all_of(p, account);
  fmt::print("released {} {}\n", o.article, printable(released->title, title_bytes));
}

task<> drop(parts& p, const desk_options& o) {
  const std::string account = account_of(p, o), who = from_the_terminal;
  auto decided = co_await p.guard->decide(account, article_id{o.article}, hold_state::dropped, who);
  decided.value();
  auto dropped = co_await p.door->drop(article_id{o.article});
  if (!dropped.value()) throw failure(fail(errc::not_found, "no such article", std::to_string(o.article), "see depeche article list"));
  co_await refresh_all_of(p, account);
  fmt::print("dropped {}\n", o.article);
}

std::string_view name(urgent_state s) { return s == urgent_state::sent ? "sent" : s == urgent_state::waiting ? "waiting" : "left_out"; }

void print_urgent(const urgent_item& u, bool as_json) {
  if (as_json)
    print_line({{"article", number(u.article)}, {"edition", u.edition}, {"title", u.title}, {"state", name(u.state)}, {"why", u.why}, {"day", u.day},
                {"at_night", u.at_night}, {"added", iso_time(u.added)}, {"by", u.by}});
  else
    fmt::print("{} {} {}  {}{}\n", number(u.article), u.edition, name(u.state), printable(u.title, title_bytes), u.why.empty() ? "" : "  (" + u.why + ")");
}

task<> list_urgent(parts& p, const desk_options& o) {
  auto listed = co_await p.urgent->list(account_of(p, o), most_listed);
  for (const urgent_item& u : listed.value()) print_urgent(u, o.json);
}

task<> urgent(parts& p, const desk_options& o) {
  if (o.article == 0) co_return co_await list_urgent(p, o);
  if (o.edition.empty()) throw failure(fail(errc::bad_usage, "which edition's readers get it?", {}, "name it with --edition"));
  const edition& e = edition_of(p, o);
  const auto possible = co_await p.urgent->forecast(e, article_id{o.article});
  const urgent_forecast would = possible.value();
  if (o.dry_run) {
    const std::string quiet = would.quiet_until && !o.at_night ? "\nwaits until " + iso_time(*would.quiet_until, e.zone) : std::string();
    fmt::print("{}\ncustomer_message: {}\nleft today after it: {}{}\n", printable(would.title, title_bytes), would.reached.customer_message, would.left_today, quiet);
    co_return;
  }
  const std::string who = from_the_terminal;
  auto added = co_await p.urgent->add(e, article_id{o.article}, o.at_night, who);
  urgent_item given = added.value();
  const std::string key = e.name + "/" + given.day + "!" + std::to_string(given.id);
  auto sent = co_await p.urgent->send_now(std::move(given));
  const urgent_item now = sent.value();
  print_urgent(now, o.json);
  if (now.state != urgent_state::sent) co_return;
  const auto found = co_await p.ledger->find_key(e.account, key);
  if (found.has_error() || !*found) co_return;
  const books b = co_await wait_for_push(p, (*found)->id);
  std::fprintf(stderr, "%s\n", fmt::format("push {} {}: sent {}, failed {}, unknown {}, skipped {}", number((*found)->id), key, b.sent, b.failed, b.unknown, b.skipped).c_str());
}

task<> approve(parts& p, const desk_options& o) {
  const std::string who = from_the_terminal;
  auto approved = co_await p.approvals->approve(edition_of(p, o), who);
  const auto issue = approved.value();
  fmt::print("approved {} of {}\n", issue->edition, issue->day);
  for (std::size_t i = 0; i < issue->items.size(); ++i) fmt::print("{}. {} ({})\n", i + 1, printable(issue->items[i].title, title_bytes), number(issue->items[i].article));
}

task<> unapprove(parts& p, const desk_options& o) {
  auto withdrawn = co_await p.approvals->withdraw(edition_of(p, o));
  std::puts(withdrawn.value() ? "the approval is taken back" : "there was no approval to take back");
}

using desk_work = task<> (*)(parts&, const desk_options&);

}  // namespace

void add_digest_desk(CLI::App& digests) {
  const auto add = [&](const char* name, const char* help, desk_work work) {
    auto o = std::make_shared<desk_options>();
    auto* command = digests.add_subcommand(name, help);
    add_config_option(*command, o->config_file);
    command->add_option("--account", o->account, "Of which account (default: the first)");
    command->callback([o, work] { with_parts(o->config_file, [o, work](parts& p) { return work(p, *o); }); });
    return std::pair(command, o);
  };
  {
    const auto [command, o] = add("held", "List what the guard holds back, and why\n\nExample: depeche digest held --json", &held);
    command->add_flag("--json", o->json, "One object a line");
  }
  {
    const auto [command, o] = add("release", "Let a held article out\n\nExample: depeche digest release 12", &release);
    command->add_option("article", o->article, "Its number")->required();
  }
  {
    const auto [command, o] = add("drop", "Take an article out of everything, held or not\n\nExample: depeche digest drop 12", &drop);
    command->add_option("article", o->article, "Its number")->required();
  }
  {
    const auto [command, o] =
        add("urgent", "Send an article at once, beside the daily digest; without one: what was urgent lately\n\nExample: depeche digest urgent 12 --edition morning", &urgent);
    command->add_option("article", o->article, "Its number");
    command->add_option("--edition", o->edition, "Whose readers get it");
    command->add_flag("--at-night", o->at_night, "In quiet hours too");
    command->add_flag("--dry-run", o->dry_run, "Count the audience and send nothing");
    command->add_flag("--json", o->json, "One object a line");
  }
  {
    const auto [command, o] = add("approve", "Let today's digest go out at its hour, as it is (approval = true)\n\nExample: depeche digest approve --edition morning", &approve);
    command->add_option("--edition", o->edition, "The edition's name")->required();
  }
  {
    const auto [command, o] = add("unapprove", "Take the approval back\n\nExample: depeche digest unapprove --edition morning", &unapprove);
    command->add_option("--edition", o->edition, "The edition's name")->required();
  }
}

}  // namespace depeche
