#include "deliver/personal_text.hpp"

#include "digest/render.hpp"

namespace depeche {
namespace {

constexpr std::size_t room_for_links = 40;  // that lead to the page in a script: a few bytes longer each

}  // namespace

const std::string& personal_text::of(const claimed_delivery& to) {
  const chinese_script asked = script_of(to.language);
  const auto [place, fresh] = made_.try_emplace({known_.kind_of(to.subscriber), asked});
  std::string& text = place->second;
  if (!fresh) return text;
  digest shown = issue_;
  std::size_t room = chat_text_limit;
  if (asked != chinese_script::as_written) {
    shown.script = asked;
    room -= room_for_links;
  }
  const auto which = known_.new_to(to.subscriber, shown.items.size());
  // Whoever knows all of it by now, though not when the push was planned, gets it whole.
  text = which.empty() ? render_chat_digest(templates_, shown, masthead_, public_url_, room)
                       : render_chat_selection(templates_, shown, masthead_, public_url_, which, false, room).text;
  text = script_links(std::move(text), public_url_, asked);
  return text;
}

}  // namespace depeche
