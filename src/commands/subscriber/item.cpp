// "3": item 3 of the digest that was shown last. "latest": the newest item of today's digest.
#include "commands/digest_in_mind.hpp"
#include "digest/render.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace depeche {
namespace {

// The digest with this item as it may be seen now, under the number that the reader knows; nothing when it is held by now.
std::optional<digest> as_readers_may_see(command_parts& with, const std::shared_ptr<const digest>& shown, std::size_t index) {
  const auto cleared = with.board.cleared(shown);
  if (cleared == shown) return *shown;
  const auto found = std::find_if(cleared->items.begin(), cleared->items.end(),
                                  [&](const digest_item& item) { return item.article == shown->items[index].article; });
  if (found == cleared->items.end()) return std::nullopt;
  digest seen = *shown;
  seen.items[index] = *found;
  return seen;
}

}  // namespace

task<answer> say_item(command_parts& with, command_call call) {
  answer reply;
  std::size_t wanted = 0;
  std::from_chars(call.argument.data(), call.argument.data() + call.argument.size(), wanted);
  const auto digest = co_await digest_of_number(with, call, wanted);
  if (!digest) {
    reply.text = say(phrase::no_digest_yet, call.language);
  } else if (wanted < 1 || wanted > digest->items.size()) {
    reply.text = say(phrase::no_such_item, call.language, wanted, digest->items.size());
  } else if (const auto seen = as_readers_may_see(with, digest, wanted - 1); seen) {
    reply.text = render_chat_item(with.templates, *seen, wanted - 1, with.sites.of(call.who.account));
  } else {
    reply.text = say(phrase::item_withdrawn, call.language);
  }
  co_return reply;
}

task<answer> say_latest(command_parts& with, command_call call) {
  answer reply;
  const auto current = call.reads ? with.board.current(*call.reads) : nullptr;
  if (!current || current->items.empty()) {
    reply.text = say(current ? phrase::nothing_new : phrase::no_digest_yet, call.language);
    co_return reply;
  }
  const auto newest = std::max_element(current->items.begin(), current->items.end(), [](const auto& a, const auto& b) {
    return a.updated.value_or(timestamp{}) < b.updated.value_or(timestamp{});
  });
  auto& talk = with.talks.with(call.who.id);
  if (talk.shown != current) talk.show(current, with.time.now());
  const auto index = static_cast<std::size_t>(newest - current->items.begin());
  reply.text = render_chat_item(with.templates, *current, index, with.sites.of(call.who.account));
  co_return reply;
}

}  // namespace depeche
