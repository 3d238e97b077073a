// "/held": what the guard keeps from readers, and why. "/release ID" lets one out; "/drop ID" (add.cpp) takes it away for good.
#include "base/utf8.hpp"
#include "commands/command.hpp"
#include "commands/held_words.hpp"
#include "digest/cut.hpp"

#include <charconv>

namespace depeche {
namespace {

constexpr std::size_t most_named = 10;

std::optional<article_id> number_in(const std::string& argument) {
  std::int64_t id = 0;
  const auto [end, bad] = std::from_chars(argument.data(), argument.data() + argument.size(), id);
  if (bad != std::errc{} || end != argument.data() + argument.size() || id <= 0) return std::nullopt;
  return article_id{id};
}

}  // namespace

task<answer> desk_held(command_parts& with, command_call call) {
  auto listed = co_await with.guard.held(call.who.account, most_named + 1);
  const auto holds = listed.value();
  answer reply;
  reply.text = holds.empty() ? say(phrase::held_none, call.language) : held_lines(holds, most_named, call.language);
  co_return reply;
}

task<answer> desk_release(command_parts& with, command_call call) {
  answer reply;
  const auto id = number_in(call.argument);
  if (!id) {
    reply.text = say(phrase::release_usage, call.language);
    co_return reply;
  }
  auto decided = co_await with.guard.decide(call.who.account, *id, hold_state::released, call.who.openid);
  const auto released = decided.value();
  if (!released) {
    reply.text = say(phrase::release_unknown, call.language, number(*id));
    co_return reply;
  }
  for (const edition& e : with.board.editions()) {
    if (e.account != call.who.account) continue;
    const auto made = co_await with.board.refresh(e);
    made.value();
  }
  reply.text = say(phrase::released, call.language, std::string(truncate_bytes(released->title, 300)));
  co_return reply;
}

}  // namespace depeche
