// "/send [edition]": asks with the audience counted; "yes" within five minutes sends.
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "commands/command.hpp"

#include <algorithm>
#include <array>

namespace depeche {

namespace {

constexpr std::chrono::minutes patience{5};

struct reason_words {
  std::string_view reason;  // as deliver/reach has it
  std::string_view fr, en, zh;
};

constexpr std::array reasons = {
    reason_words{"opted out", "envoi refusé", "opted out", "已退订"},
    reason_words{"does not follow", "plus abonné", "no longer following", "已取消关注"},
    reason_words{"messages used up", "messages épuisés", "messages used up", "消息次数已用完"},
    reason_words{"window closed", "rien écrit depuis 48 h", "nothing written for 48 h", "48小时内没有互动"},
    reason_words{"the account may not send customer messages", "pas de messages pour ce compte", "no messages from this account",
                 "账号无权发送消息"},
    reason_words{"the account may not mass send", "pas d’envoi groupé pour ce compte", "no mass send from this account", "账号无权群发"},
    // Says nothing about the reader, and stands on every service account.
    reason_words{"mass send is kept for the desk on service accounts", "", "", ""},
};

std::string reason_in(std::string_view language, std::string_view reason) {
  std::vector<std::string> parts;
  for (std::string_view one : split(reason, ';')) {
    one = trim(one);
    const auto known = std::find_if(reasons.begin(), reasons.end(), [&](const reason_words& r) { return r.reason == one; });
    const std::string_view words = known == reasons.end() ? one : language == "fr" ? known->fr : language == "zh" ? known->zh : known->en;
    if (!words.empty()) parts.emplace_back(words);
  }
  return parts.empty() ? std::string(reason) : join(parts, ", ");
}

std::string audience_lines(const audience& a, const std::string& language) {
  std::vector<std::string> lines;
  if (a.customer_message > 0) lines.push_back(say(phrase::audience_customer, language, a.customer_message));
  if (a.mass_send > 0) lines.push_back(say(phrase::audience_mass, language, a.mass_send));
  for (const auto& [reason, count] : a.skipped) lines.push_back(say(phrase::audience_skipped, language, reason_in(language, reason), count));
  return join(lines, "\n");
}

task<answer> ask(command_parts& with, command_call call) {
  answer reply;
  const edition* meant = edition_meant(with, call);
  if (!meant) {
    reply.text = say(phrase::no_such_edition, call.language, names_of_editions(with, call.who.account));
    co_return reply;
  }
  auto fresh = co_await with.board.refresh(*meant);
  const auto composed = fresh.value();
  if (composed->items.empty()) {
    reply.text = say(phrase::send_empty, call.language, masthead(*meant));
    co_return reply;
  }
  auto counted = co_await with.push.forecast(*meant);
  const audience reached = counted.value();
  if (reached.customer_message + reached.mass_send == 0) {
    reply.text = say(phrase::send_nobody, call.language, masthead(*meant), audience_lines(reached, call.language));
    co_return reply;
  }
  auto question = std::make_unique<pending_send>();
  question->edition = meant->name;
  question->day = composed->day;
  question->expires = with.time.now() + patience;
  conversation& talk = with.talks.with(call.who.id);
  talk.source_asked.reset();
  talk.asked = std::move(question);
  reply.text = say(phrase::send_question, call.language, masthead(*meant),
                   week_date(composed->composed_at, meant->zone, call.language), composed->items.size(), audience_lines(reached, call.language));
  co_return reply;
}

task<answer> confirm(command_parts& with, command_call call) {
  answer reply;
  const auto question = std::move(with.talks.with(call.who.id).asked);
  if (!question || with.time.now() >= question->expires) {
    reply.text = say(phrase::send_nothing_asked, call.language);
    co_return reply;
  }
  if (call.argument == "no") {
    reply.text = say(phrase::send_dropped, call.language);
    co_return reply;
  }
  const edition* meant = with.board.find(call.who.account, question->edition);
  const auto current = meant ? with.board.current(*meant) : nullptr;
  if (!current || current->day != question->day) {
    reply.text = say(phrase::send_changed, call.language);
    co_return reply;
  }
  auto begun = co_await with.push.begin(*meant, current, push_key(*current), "desk");
  if (begun.has_value()) reply.text = say(phrase::send_started, call.language, masthead(*meant));
  else if (begun.error().code == errc::already_exists) reply.text = say(phrase::send_done_before, call.language, masthead(*meant));
  else throw failure(begun.error());
  co_return reply;
}

}  // namespace

task<answer> desk_send(command_parts& with, command_call call) {
  if (call.argument == "yes" || call.argument == "no") co_return co_await confirm(with, std::move(call));
  co_return co_await ask(with, std::move(call));
}

}  // namespace depeche
