// "/preview [card|draft|page] [edition]": the chat text exactly as a push would send it now; or the news card or the draft, sent to the
// editor as the platform shows it; or the secret address of a page with all forms.
#include "base/text.hpp"
#include "commands/command.hpp"
#include "digest/render.hpp"

#include <optional>

namespace depeche {
namespace {

bool take_page(std::string& argument) {
  const std::string_view word = std::string_view(argument).substr(0, argument.find(' '));
  if (word != "page" && word != "页面") return false;
  argument = std::string(trim(std::string_view(argument).substr(word.size())));
  return true;
}

// Takes the form's word off the argument; an edition of that name is asked for by "/preview card card".
std::optional<shown_form> take_form(std::string& argument) {
  const std::string_view word = std::string_view(argument).substr(0, argument.find(' '));
  std::optional<shown_form> form;
  if (word == "card" || word == "carte" || word == "卡片") form = shown_form::card;
  else if (word == "draft" || word == "brouillon" || word == "草稿") form = shown_form::draft;
  if (form) argument = std::string(trim(std::string_view(argument).substr(word.size())));
  return form;
}

std::string_view done_words(std::string_view language) {
  return language == "fr" ? "Voici l’aperçu." : language == "zh" ? "预览已发送。" : "Here is the preview.";
}

std::string refused_words(std::string_view language, const error& why) {
  const std::string_view words = language == "fr" ? "L’aperçu n’a pas pu être envoyé : " : language == "zh" ? "预览未能发送：" : "The preview could not be sent: ";
  return std::string(words) + to_line(why);
}

}  // namespace

task<answer> desk_preview(command_parts& with, command_call call) {
  answer reply;
  const bool page = take_page(call.argument);
  const auto form = take_form(call.argument);
  const edition* meant = edition_meant(with, call);
  if (!meant) {
    reply.text = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
    co_return reply;
  }
  if (page) {
    auto path = co_await with.previews.path_to(*meant);
    reply.text = with.sites.of(meant->account) + path.value();
    co_return reply;
  }
  auto fresh = co_await with.board.refresh(*meant);
  const auto composed = fresh.value();
  with.talks.with(call.who.id).show(composed, with.time.now());
  if (!form) {
    reply.text = render_chat_digest(with.templates, *composed, masthead(*meant), with.sites.of(meant->account));
    co_return reply;
  }
  const auto shown = co_await with.push.show_to_one(*meant, composed, call.who.openid, *form);
  reply.text = shown.has_value() ? std::string(done_words(call.language)) : refused_words(call.language, shown.error());
  co_return reply;
}

}  // namespace depeche
