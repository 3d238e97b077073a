#include "commands/understand.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commands/words.hpp"
#include "digest/cut.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace depeche {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 8> yes_words = {"yes", "y", "oui", "ok", "是", "是的", "好", "确认"};
constexpr std::array<std::string_view, 6> no_words = {"no", "non", "cancel", "annuler", "不", "取消"};

const command_entry* find_word(std::string_view folded, std::string_view& language) {
  for (const auto& entry : command_table())
    for (const auto& word : entry.words)
      if (word.text == folded) {
        language = word.language;
        return &entry;
      }
  return nullptr;
}

void log_attempt(command_parts& with, const subscriber& who, std::string_view text, bool allowed, std::string outcome) {
  desk_log_entry entry;
  entry.at = with.time.now();
  entry.account = who.account;
  entry.openid = who.openid;
  entry.command = std::string(truncate_bytes(text, 200));
  entry.allowed = allowed;
  entry.outcome = std::move(outcome);
  with.desk.log(std::move(entry));
}

}  // namespace

understood understand(std::string_view text) {
  understood u;
  const std::string folded = fold_words(text);
  if (folded.empty()) return u;
  // A bare number of at most three digits opens an item; "第3条" is how Chinese readers write it.
  std::string_view digits = folded;
  if (digits.starts_with("第")) digits.remove_prefix(std::string_view("第").size());
  if (digits.ends_with("条")) digits.remove_suffix(std::string_view("条").size());
  if (digits.size() <= 3 && std::from_chars(digits.data(), digits.data() + digits.size(), u.item).ptr == digits.data() + digits.size() &&
      u.item > 0)
    return u;
  u.item = 0;
  u.confirms = is_one_of(folded, yes_words);
  u.declines = is_one_of(folded, no_words);
  u.entry = find_word(folded, u.word_language);
  if (u.entry) {
    u.argument = folded;
    // The word itself says which language in the language command; for the others there is no argument.
    if (u.entry->id != "language") u.argument.clear();
    return u;
  }
  const std::size_t blank = folded.find(' ');
  if (blank == std::string::npos) return u;
  u.entry = find_word(std::string_view(folded).substr(0, blank), u.word_language);
  if (u.entry) {
    // The argument as typed: scenes keep their case.
    const std::string typed = squeeze_space(trim(text));
    const std::size_t typed_blank = typed.find(' ');
    u.argument = typed_blank == std::string::npos ? folded.substr(blank + 1) : typed.substr(typed_blank + 1);
  }
  return u;
}

std::string language_for(const command_parts& with, const subscriber& who) {
  if (!who.language.empty()) return who.language;
  const edition* e = with.board.for_language(who.account, "");
  return e ? e->language : "en";
}

task<answer> answer_text(command_parts& with, subscriber who, std::string text) {
  const understood u = understand(text);
  command_call call;
  call.who = who;
  call.language = language_for(with, who);
  // Someone whose language nobody told gives it away by the word.
  if (who.language.empty() && !u.word_language.empty()) call.language = u.word_language;
  call.argument = u.argument;
  call.reads = with.board.for_language(who.account, call.language);

  command_function run = nullptr;
  const bool asked = with.talks.with(who.id).asked != nullptr;
  if (u.item > 0) {
    run = &say_item;
    call.argument = std::to_string(u.item);
  } else if ((u.confirms || u.declines) && who.desk_role != role::reader && (asked || !u.entry)) {
    run = &desk_send;
    call.argument = u.confirms ? "yes" : "no";
  } else if (u.entry) {
    if (who.desk_role < u.entry->who_may) {
      log_attempt(with, who, text, false, "refused");
      log_warning("desk", "refused " + std::string(u.entry->id) + " to " + shorten_id(who.openid));
      answer refusal;
      refusal.text = say(phrase::not_allowed, call.language);
      co_return refusal;
    }
    run = u.entry->run;
  } else if (text.starts_with("/") && who.desk_role != role::reader) {
    run = &desk_help;
  }
  answer reply;
  if (!run) {
    reply.text = say(phrase::unknown_word, call.language);
    co_return reply;
  }
  const bool for_desk = run == &desk_send || (u.entry && u.entry->who_may != role::reader);
  const std::string language = call.language;
  bool failed = false;
  try {
    reply = co_await run(with, std::move(call));
  } catch (const failure& e) {
    log_error("commands", std::string(u.entry ? u.entry->id : "item") + ": " + e.what());
    failed = true;
  }
  if (failed) reply.text = say(phrase::failed, language);
  reply.text = cut_at_sentence(reply.text, chat_text_limit, language);
  if (for_desk) log_attempt(with, who, text, true, failed ? "failed" : "done");
  co_return reply;
}

}  // namespace depeche
