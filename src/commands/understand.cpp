#include "commands/understand.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commands/rest_of_answer.hpp"
#include "commands/words.hpp"
#include "digest/cut.hpp"
#include "digest/render.hpp"

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

// What stands behind the first word, lines and all.
std::string behind_first_word(std::string_view text) {
  text = trim(text);
  std::size_t end = text.size();
  for (const std::string_view blank : {" ", "\t", "\r", "\n", "\u3000", "\u00A0"}) end = std::min(end, text.find(blank));
  return std::string(trim(text.substr(end)));
}

}  // namespace

std::string address_in(std::string_view text) {
  const std::string lower = ascii_lower(text);
  const std::size_t at = std::min(lower.find("http://"), lower.find("https://"));
  if (at == std::string::npos) return {};
  std::size_t end = at;
  for (std::size_t next = at; next < text.size(); end = next) {
    const char32_t c = next_code_point(text, next);
    // An address in a Chinese sentence ends where the sentence goes on.
    if (c <= ' ' || c == '<' || c == '>' || c == '"' || is_cjk(c) || (c >= 0x2018 && c <= 0x201F) || (c >= 0x3000 && c <= 0x303F)) break;
  }
  std::string_view address = text.substr(at, end - at);
  while (!address.empty() && std::string_view(".,;:!?)").find(address.back()) != std::string_view::npos) address.remove_suffix(1);
  return std::string(address);
}

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
    u.text = behind_first_word(text);
  }
  return u;
}

std::string language_for(const command_parts& with, const subscriber& who) {
  if (const auto known = known_language(who.language); !known.empty()) return std::string(known);
  const edition* e = with.board.for_language(who.account, "");
  return e ? e->language : "en";
}

std::string as_read_by(const command_parts& with, const subscriber& who, const edition* reads, std::string text) {
  const chinese_script asked = script_of(who.language);
  if (asked == chinese_script::as_written) return in_script(std::move(text), reads ? reads->script : asked);
  std::string read = in_script(std::move(text), asked);
  std::string linked = script_links(read, with.sites.of(who.account), asked);
  return linked.size() <= chat_text_limit ? linked : read;
}

task<answer> answer_text(command_parts& with, subscriber who, std::string text) {
  const understood u = understand(text);
  command_call call;
  call.who = who;
  call.language = language_for(with, who);
  // Someone whose language nobody told gives it away by the word.
  if (who.language.empty() && !u.word_language.empty()) call.language = u.word_language;
  call.argument = u.argument;
  call.text = u.text;
  // A reader's own tag says which Chinese as well.
  call.reads = with.board.for_language(who.account, known_language(who.language) == call.language ? who.language : call.language);

  command_function run = nullptr;
  const bool is_desk = who.desk_role != role::reader;
  const conversation& talk = with.talks.with(who.id);
  const bool asked_source = talk.source_asked != nullptr;
  const bool asked_urgent = talk.urgent_asked != nullptr;
  const bool asked = asked_source || asked_urgent || talk.asked != nullptr;
  if (u.item > 0) {
    run = &say_item;
    call.argument = std::to_string(u.item);
  } else if ((u.confirms || u.declines) && is_desk && (asked || !u.entry)) {
    run = asked_source ? &desk_source : asked_urgent ? &desk_urgent : &desk_send;
    call.argument = u.confirms ? "yes" : "no";
  } else if (u.entry) {
    if (who.desk_role < u.entry->who_may) {
      log_attempt(with, who, text, false, "refused");
      log_warning("desk", "refused " + std::string(u.entry->id) + " to " + shorten_id(who.openid));
      answer refusal;
      refusal.text = as_read_by(with, who, call.reads, say(phrase::not_allowed, call.language));
      co_return refusal;
    }
    run = u.entry->run;
  } else if (std::string address = is_desk ? address_in(text) : std::string(); !address.empty()) {
    // An editor who sends a link means it for the news.
    run = &desk_add;
    call.argument = std::move(address);
  } else if (text.starts_with("/") && is_desk) {
    run = &desk_help;
  }
  answer reply;
  if (run == &say_more) reply.text = next_part(with.talks.with(who.id));
  if (!reply.text.empty()) co_return reply;
  if (!run) {
    reply.text = as_read_by(with, who, call.reads, say(phrase::unknown_word, call.language));
    co_return reply;
  }
  const bool for_desk = run == &desk_send || run == &desk_source || run == &desk_urgent || run == &desk_add || (u.entry && u.entry->who_may != role::reader);
  const std::string language = call.language;
  const edition* const reads = call.reads;
  bool failed = false;
  try {
    reply = co_await run(with, std::move(call));
  } catch (const failure& e) {
    log_error("commands", std::string(u.entry ? u.entry->id : "item") + ": " + e.what());
    failed = true;
  }
  if (failed) reply.text = say(phrase::failed, language);
  // Who just chose a language is answered in that one.
  if (run != &choose_language) reply.text = as_read_by(with, who, reads, std::move(reply.text));
  const std::string hint = as_read_by(with, who, reads, say(phrase::more_follows, language));
  reply.text = first_part(with.talks.with(who.id), std::move(reply.text), hint, language);
  if (for_desk) log_attempt(with, who, text, true, failed ? "failed" : "done");
  co_return reply;
}

}  // namespace depeche
