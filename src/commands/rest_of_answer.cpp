#include "commands/rest_of_answer.hpp"

#include "digest/cut.hpp"

namespace depeche {

std::string first_part(conversation& talk, std::string text, std::string_view hint, std::string_view language) {
  if (text.size() <= chat_text_limit) return text;
  auto parts = split_at_sentences(text, chat_text_limit - hint.size() - 1, language);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) parts[i].append("\n").append(hint);
  talk.rest.assign(parts.begin() + 1, parts.end());
  return std::move(parts.front());
}

std::string next_part(conversation& talk) {
  if (talk.rest.empty()) return {};
  std::string part = std::move(talk.rest.front());
  talk.rest.pop_front();
  return part;
}

}  // namespace depeche
