#include "commands/held_words.hpp"

#include "base/log.hpp"
#include "commands/phrases.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t reasons_named = 3;

phrase where(held_part part) {
  switch (part) {
    case held_part::title: return phrase::held_in_title;
    case held_part::summary: return phrase::held_in_summary;
    case held_part::text: return phrase::held_in_text;
    case held_part::related: return phrase::held_in_related;
    case held_part::item: return phrase::held_in_item;
  }
  return phrase::held_in_text;
}

std::string reason_in(const hold_reason& r, std::string_view language) {
  if (r.cause == hold_cause::no_source) return say(phrase::held_no_source, language);
  if (r.cause == hold_cause::no_date) return say(phrase::held_no_date, language);
  const std::string note = r.note.empty() ? std::string() : say(phrase::held_note, language, r.note);
  return say(phrase::held_word, language, r.word, note, say(where(r.part), language), printable(r.near, 160));
}

}  // namespace

std::string held_lines(const std::vector<hold>& holds, std::size_t most, std::string_view language) {
  std::string text = say(phrase::held_head, language);
  for (std::size_t i = 0; i < std::min(most, holds.size()); ++i) {
    const hold& h = holds[i];
    text += "\n" + say(phrase::held_line, language, number(h.article), printable(h.title, 150));
    for (std::size_t r = 0; r < std::min(reasons_named, h.reasons.size()); ++r) text += "\n– " + reason_in(h.reasons[r], language);
  }
  if (holds.size() > most) text += "\n" + say(phrase::held_more, language);
  return text + "\n" + say(phrase::held_how, language, number(holds.front().article));
}

}  // namespace depeche
