// "/pick ID [place]", "/move 3 1", "/remove 3", "/undo", "/picks", each with an edition's name behind it if need be: the editors' hand on
// the digest that comes next.
#include "base/log.hpp"
#include "commands/command.hpp"
#include "commands/desk_argument.hpp"

#include <optional>

namespace depeche {
namespace {

constexpr std::size_t title_bytes = 120;

const edition* edition_of(const command_parts& with, const command_call& call, const desk_argument& words) {
  return words.edition.empty() ? call.reads : with.board.find(call.who.account, words.edition);
}

answer no_edition(const command_parts& with, const command_call& call) {
  answer reply;
  reply.text = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
  return reply;
}

answer usage(const command_call& call) {
  answer reply;
  reply.text = say(phrase::pick_usage, call.language);
  return reply;
}

// The digest whose numbers the editor has in mind: the one last shown, if it is today's and can still change; else the current one.
task<std::shared_ptr<const digest>> digest_in_hand(command_parts& with, const command_call& call, const edition& e) {
  auto fresh = co_await with.board.refresh(e);
  auto now = fresh.value();
  const auto shown = with.talks.with(call.who.id).shown;
  const bool same = shown && shown->account == e.account && shown->edition == e.name && shown->day == now->day && !now->final;
  co_return same ? shown : now;
}

// An item by its number in the digest that the editor has in mind, or what is to be said instead.
struct item_meant {
  const edition* of = nullptr;
  article_id article{};
  std::optional<answer> refusal;
};

task<item_meant> find_item(command_parts& with, const command_call& call, const desk_argument& words, std::size_t numbers) {
  item_meant meant;
  if (!words.good || words.numbers.size() != numbers || !words.address.empty()) {
    meant.refusal = usage(call);
    co_return meant;
  }
  meant.of = edition_of(with, call, words);
  if (!meant.of) {
    meant.refusal = no_edition(with, call);
    co_return meant;
  }
  const auto in_hand = co_await digest_in_hand(with, call, *meant.of);
  const std::int64_t wanted = words.numbers[0];
  if (wanted >= 1 && static_cast<std::size_t>(wanted) <= in_hand->items.size()) {
    meant.article = in_hand->items[static_cast<std::size_t>(wanted) - 1].article;
    co_return meant;
  }
  meant.refusal.emplace().text = say(phrase::no_such_item, call.language, wanted, in_hand->items.size());
  co_return meant;
}

// The items by number, as they are now.
std::string lines_of(const digest& d) {
  std::string lines;
  for (std::size_t i = 0; i < d.items.size(); ++i) lines += "\n" + std::to_string(i + 1) + ". " + printable(d.items[i].title, title_bytes);
  return lines;
}

std::string refused(const error& why, const edition& e, const std::string& language) {
  if (why.code == errc::already_exists) return say(phrase::pick_too_late, language, masthead(e));
  return say(phrase::pick_refused, language, printable(to_line(why), 300));
}

answer told(command_parts& with, const command_call& call, const edition& e, phrase done, const result<picked>& outcome) {
  answer reply;
  if (outcome.has_error()) {
    reply.text = refused(outcome.error(), e, call.language);
    return reply;
  }
  with.talks.with(call.who.id).show(outcome->made, with.time.now());
  const std::string title = outcome->pick ? printable(outcome->pick->title, title_bytes) : std::string();
  reply.text = say(outcome->pick ? done : phrase::pick_nothing_to_undo, call.language, title, masthead(e)) + lines_of(*outcome->made);
  return reply;
}

}  // namespace

task<answer> desk_pick(command_parts& with, command_call call) {
  const desk_argument words = read_desk_argument(call.argument);
  const std::size_t most = words.address.empty() ? 2 : 1;
  if (!words.good || words.numbers.size() > most || (words.address.empty() && words.numbers.empty())) co_return usage(call);
  const edition* e = edition_of(with, call, words);
  if (!e) co_return no_edition(with, call);
  article_id id{words.numbers.empty() ? 0 : words.numbers[0]};
  std::size_t place = words.numbers.size() == 2 ? static_cast<std::size_t>(words.numbers[1]) : 0;
  if (!words.address.empty()) {
    auto found = co_await with.articles.find_at(words.address);
    const auto known = found.value();
    if (!known) {
      answer unknown;
      unknown.text = say(phrase::pick_unknown_address, call.language);
      co_return unknown;
    }
    id = known->id;
    place = words.numbers.empty() ? 0 : static_cast<std::size_t>(words.numbers[0]);
  }
  const auto done = co_await with.picks.place(*e, id, place, call.who.openid);
  co_return told(with, call, *e, phrase::picked, done);
}

task<answer> desk_move(command_parts& with, command_call call) {
  const desk_argument words = read_desk_argument(call.argument);
  const item_meant item = co_await find_item(with, call, words, 2);
  if (item.refusal) co_return *item.refusal;
  const auto done = co_await with.picks.place(*item.of, item.article, static_cast<std::size_t>(words.numbers[1]), call.who.openid);
  co_return told(with, call, *item.of, phrase::pick_moved, done);
}

task<answer> desk_remove(command_parts& with, command_call call) {
  const desk_argument words = read_desk_argument(call.argument);
  const item_meant item = co_await find_item(with, call, words, 1);
  if (item.refusal) co_return *item.refusal;
  const auto done = co_await with.picks.remove(*item.of, item.article, call.who.openid);
  co_return told(with, call, *item.of, phrase::pick_removed, done);
}

task<answer> desk_undo(command_parts& with, command_call call) {
  const edition* e = edition_meant(with, call);
  if (!e) co_return no_edition(with, call);
  const auto done = co_await with.picks.undo(*e);
  co_return told(with, call, *e, phrase::pick_undone, done);
}

task<answer> desk_picks(command_parts& with, command_call call) {
  const edition* e = edition_meant(with, call);
  if (!e) co_return no_edition(with, call);
  auto listed = co_await with.picks.list(*e);
  const auto picks = listed.value();
  answer reply;
  reply.text = say(picks.empty() ? phrase::picks_none : phrase::picks_head, call.language, masthead(*e));
  for (const editor_pick& p : picks) {
    const phrase what = p.kind == pick_kind::removed ? phrase::pick_line_removed : p.place == 0 ? phrase::pick_line_in : phrase::pick_line_place;
    reply.text += "\n" + say(what, call.language, printable(p.title, title_bytes), p.place);
  }
  co_return reply;
}

}  // namespace depeche
