// "digest", "résumé", "今日": the current digest, at once. "more", "suite", "更多": what of it did not fit.
#include "commands/digest_in_mind.hpp"
#include "deliver/personal_text.hpp"

#include <algorithm>

namespace depeche {
namespace {

// The places of the items that were not told yet, and may be seen now, which are put in their seen form.
std::vector<std::size_t> places_to_show(digest& shown, const digest& cleared, const conversation& talk) {
  std::vector<std::size_t> places;
  for (std::size_t i = talk.next; i < shown.items.size(); ++i) {
    if (!talk.told.empty() && std::ranges::find(talk.told, i) == talk.told.end()) continue;
    const auto seen = std::ranges::find(cleared.items, shown.items[i].article, &digest_item::article);
    if (seen == cleared.items.end()) continue;
    shown.items[i] = *seen;
    places.push_back(i);
  }
  return places;
}

}  // namespace

task<answer> say_digest(command_parts& with, command_call call) {
  answer reply;
  const auto current = call.reads ? with.board.current(*call.reads) : nullptr;
  if (!current) {
    reply.text = say(phrase::no_digest_yet, call.language);
    co_return reply;
  }
  const chat_part first = with.board.current_text(*call.reads, with.templates, masthead(*call.reads), with.sites.of(call.who.account));
  with.talks.with(call.who.id).show(current, with.time.now(), first.next);
  reply.text = first.text;
  co_return reply;
}

task<answer> say_more(command_parts& with, command_call call) {
  answer reply;
  const auto shown = co_await digest_in_mind(with, call);
  auto& talk = with.talks.with(call.who.id);
  if (!shown) {
    reply.text = say(phrase::no_digest_yet, call.language);
    co_return reply;
  }
  const edition* of = with.board.find(shown->account, shown->edition);
  const std::string title = of ? masthead(*of) : shown->edition;
  // A digest that came by itself showed its first part.
  if (talk.next == 0) talk.next = text_for_person(with.templates, *shown, title, with.sites.of(call.who.account), talk.told, call.who.language).next;
  digest seen = *shown;
  const auto places = places_to_show(seen, *with.board.cleared(shown), talk);
  if (places.empty()) {
    reply.text = say(phrase::no_more, call.language, talk.told.empty() ? shown->items.size() : talk.told.size());
    co_return reply;
  }
  chat_part part = render_chat_selection(with.templates, seen, title, with.sites.of(call.who.account), places, true);
  talk.next = part.next;
  reply.text = std::move(part.text);
  co_return reply;
}

}  // namespace depeche
