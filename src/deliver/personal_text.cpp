#include "deliver/personal_text.hpp"

namespace depeche {
namespace {

constexpr std::size_t room_for_links = 40;  // that lead to the page in a script: a few bytes longer each

}  // namespace

chat_part text_for_person(const template_set& templates, const digest& issue, std::string_view masthead, std::string_view public_url,
                          const std::vector<std::size_t>& which, std::string_view language) {
  const chinese_script asked = script_of(language);
  digest shown = issue;
  std::size_t room = chat_text_limit;
  if (asked != chinese_script::as_written) {
    shown.script = asked;
    room -= room_for_links;
  }
  chat_part part = which.empty() ? render_chat_part(templates, shown, masthead, public_url, 0, room)
                                 : render_chat_selection(templates, shown, masthead, public_url, which, false, room);
  part.text = script_links(std::move(part.text), public_url, asked);
  return part;
}

const std::string& personal_text::of(const claimed_delivery& to) {
  const auto [place, fresh] = made_.try_emplace({known_.kind_of(to.subscriber), script_of(to.language)});
  std::string& text = place->second;
  // Whoever knows all of it by now, though not when the push was planned, gets it whole.
  if (fresh) text = text_for_person(templates_, issue_, masthead_, public_url_, known_.new_to(to.subscriber, issue_.items.size()), to.language).text;
  return text;
}

}  // namespace depeche
