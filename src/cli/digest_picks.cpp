// depeche digest pick|move|remove|undo|picks: the editors' hand on a digest, as from chat.
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace depeche {
namespace {

struct pick_options {
  std::string config_file, account, edition;
  std::int64_t article = 0;
  std::size_t place = 0, item = 0;
  bool json = false;
};

constexpr const char* from_the_terminal = "command line";

const edition& edition_of(const parts& p, const pick_options& o) {
  const std::string account = o.account.empty() ? p.settings.accounts.front().name : o.account;
  if (const edition* found = p.board->find(account, o.edition)) return *found;
  std::string names;
  for (const edition& e : p.board->editions()) names += (names.empty() ? "" : ", ") + e.name;
  throw failure(fail(errc::bad_usage, "no such edition", o.edition, "there are: " + names));
}

void print_items(const digest& d) {
  for (std::size_t i = 0; i < d.items.size(); ++i) fmt::print("{}. {} ({})\n", i + 1, d.items[i].title, number(d.items[i].article));
}

void print(result<picked> outcome) {
  const picked done = outcome.value();
  if (!done.pick) std::puts("there was nothing to take back");
  print_items(*done.made);
}

task<article_id> article_of_item(parts& p, const edition& e, std::size_t item) {
  auto composed = co_await p.board->refresh(e);
  const auto d = composed.value();
  if (item < 1 || item > d->items.size()) throw failure(fail(errc::bad_usage, "no such item", std::to_string(item), fmt::format("the digest has {}", d->items.size())));
  co_return d->items[item - 1].article;
}

task<> pick(parts& p, const pick_options& o) {
  const edition& e = edition_of(p, o);
  const std::string who = from_the_terminal;
  auto done = co_await p.picks->place(e, article_id{o.article}, o.place, who);
  print(std::move(done));
}

task<> move(parts& p, const pick_options& o) {
  const edition& e = edition_of(p, o);
  const std::string who = from_the_terminal;
  const article_id id = co_await article_of_item(p, e, o.item);
  auto done = co_await p.picks->place(e, id, o.place, who);
  print(std::move(done));
}

task<> remove(parts& p, const pick_options& o) {
  const edition& e = edition_of(p, o);
  const std::string who = from_the_terminal;
  const article_id id = co_await article_of_item(p, e, o.item);
  auto done = co_await p.picks->remove(e, id, who);
  print(std::move(done));
}

task<> undo(parts& p, const pick_options& o) {
  const edition& e = edition_of(p, o);
  auto done = co_await p.picks->undo(e);
  print(std::move(done));
}

task<> list(parts& p, const pick_options& o) {
  const edition& e = edition_of(p, o);
  auto listed = co_await p.picks->list(e);
  for (const editor_pick& one : listed.value()) {
    const char* kind = one.kind == pick_kind::removed ? "removed" : "placed";
    if (o.json) {
      const nlohmann::ordered_json line = {{"article", number(one.article)}, {"kind", kind}, {"place", one.place}, {"title", one.title}, {"at", iso_time(one.at)}, {"by", one.by}};
      fmt::print("{}\n", line.dump());
    } else {
      fmt::print("{} {}{}  {}  {}\n", number(one.article), kind, one.place > 0 ? fmt::format(" at {}", one.place) : std::string(), one.title, iso_time(one.at));
    }
  }
}

using pick_work = task<> (*)(parts&, const pick_options&);

}  // namespace

void add_digest_picks(CLI::App& digests) {
  auto o = std::make_shared<pick_options>();
  const auto add = [&](const char* name, const char* help, pick_work work) {
    auto* command = digests.add_subcommand(name, help);
    add_config_option(*command, o->config_file);
    command->add_option("--edition", o->edition, "The edition's name")->required();
    command->add_option("--account", o->account, "Its account (default: the first)");
    command->callback([o, work] { with_parts(o->config_file, [o, work](parts& p) { return work(p, *o); }); });
    return command;
  };
  auto* in = add("pick", "Put an article into the coming digest\n\nExample: depeche digest pick --edition morning --article 12 --place 1", &pick);
  in->add_option("--article", o->article, "Its number")->required();
  in->add_option("--place", o->place, "Where, from 1 (default: where its weight puts it)");
  auto* to = add("move", "Move an item of the coming digest\n\nExample: depeche digest move --edition morning --item 3 --place 1", &move);
  to->add_option("--item", o->item, "Its number in the digest")->required();
  to->add_option("--place", o->place, "Where to, from 1")->required()->check(CLI::PositiveNumber);
  auto* out = add("remove", "Take an item out of the coming digest\n\nExample: depeche digest remove --edition morning --item 3", &remove);
  out->add_option("--item", o->item, "Its number in the digest")->required();
  add("undo", "Take the last pick back\n\nExample: depeche digest undo --edition morning", &undo);
  auto* all = add("picks", "List the picks for the coming digest\n\nExample: depeche digest picks --edition morning --json", &list);
  all->add_flag("--json", o->json, "One object a line");
}

}  // namespace depeche
