#include "app/desk_alarm.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "commands/held_words.hpp"
#include "commands/understand.hpp"
#include "deliver/deliver_due.hpp"
#include "deliver/quiet_hours.hpp"
#include "digest/cut.hpp"
#include "wechat/custom_message.hpp"

#include <functional>

namespace depeche {
namespace {

std::string alarm_text(const source_report& report, const std::string& language) {
  const health_change& h = report.health;
  const std::string since = h.since == timestamp{} ? std::string("–") : iso_time(h.since);
  const std::string why = report.problems.empty() ? std::string{} : printable(report.problems.front(), 400);
  if (h.now_is == source_health::broken) return say(phrase::source_broken, language, report.source, since, why);
  if (h.now_is == source_health::silent) return say(phrase::source_silent, language, report.source, since);
  return say(phrase::source_well, language, report.source, since);
}

using words = std::function<std::string(const std::string& language)>;

task<> tell_one(parts& p, wechat::api_client& api, const subscriber& who, const words& in) {
  const timestamp now = p.time.now();
  if (!who.following || !who.customer_messages.open_at(now)) co_return;
  auto spent = co_await p.subscribers->spend_allowance(who.id, now);
  if (spent.has_error() || !*spent) co_return;
  const std::string language = language_for(*p.for_commands, who);
  const std::string text = in(language);
  auto sent = co_await wechat::send_custom_text(api, who.openid, text);
  if (sent.has_error()) log_warning("desk", "alarm to " + shorten_id(who.openid) + ": " + sent.error().to_line());
}

task<> tell_all(parts& p, std::size_t place, const words& in) {
  const account_config& account = p.settings.accounts[place];
  if (!account.profile.may_send_custom_messages()) co_return;
  auto desk = co_await p.subscribers->desk(account.name);
  if (desk.has_error()) co_return;
  for (const subscriber& who : *desk) co_await tell_one(p, *p.lines[place].api, who, in);
}

task<> tell_account(parts& p, std::string name, const words& in) {
  for (std::size_t i = 0; i < p.settings.accounts.size(); ++i)
    if (p.settings.accounts[i].name == name) co_await tell_all(p, i, in);
}

}  // namespace

task<> tell_desk(parts& p, source_report report) {
  const std::string line = alarm_text(report, "en");
  if (report.health.now_is == source_health::well) log_info("ingest", line);
  else log_warning("ingest", line);
  const words in = [&report](const std::string& language) { return alarm_text(report, language); };
  for (std::size_t i = 0; i < p.lines.size(); ++i) co_await tell_all(p, i, in);
}

task<> tell_refusal(parts& p, std::size_t account, wechat::capability what, std::string answer) {
  const account_config& of = p.settings.accounts[account];
  const std::string title = of.title.empty() ? of.name : of.title;
  const words in = [&](const std::string& language) {
    return say(phrase::call_refused, language, title, std::string(wechat::name(what)), printable(answer, 200));
  };
  log_warning("wechat", in("en"));
  co_await tell_all(p, account, in);
}

task<> tell_codes(parts& p, std::size_t account) {
  using namespace std::chrono_literals;
  constexpr std::size_t most_named = 10;
  const std::string name = p.settings.accounts[account].name;
  const timestamp now = p.time.now();
  const auto ending = co_await p.scenes->ending(name, now, now + 72h);
  if (ending.has_value() && !ending->empty()) {
    std::vector<std::string> named;
    for (const scene_code& code : *ending)
      if (named.size() < most_named) named.push_back(code.scene + " (" + iso_time(*code.expires) + ")");
    const words in = [&](const std::string& language) { return say(phrase::codes_end, language, ending->size(), join(named, ", ")); };
    log_warning("codes", in("en"));
    co_await tell_all(p, account, in);
  }
  const auto there = co_await p.scenes->count(name, now);
  if (there.has_error() || there->permanent < most_permanent_codes / 10 * 9) co_return;
  const words in = [&](const std::string& language) { return say(phrase::codes_run_short, language, there->permanent, most_permanent_codes); };
  log_warning("codes", in("en"));
  co_await tell_all(p, account, in);
}

task<> tell_held(parts& p, std::vector<hold> holds) {
  constexpr std::size_t most_named = 5;
  const words in = [&](const std::string& language) {
    return cut_at_sentence(held_lines(holds, most_named, language), chat_text_limit, language);
  };
  if (!holds.empty()) co_await tell_account(p, holds.front().account, in);
}

task<> tell_urgent(parts& p, urgent_item u) {
  const edition* known = p.board->find(u.account, u.edition);
  if (!known) co_return;
  const edition e = *known;
  const std::string title = printable(u.title, 300);
  const auto quiet = end_of_quiet(e.quiet, e.zone, p.time.now());
  const words in = [&](const std::string& language) {
    const std::string& name = masthead_of(e);
    if (u.state == urgent_state::sent) return say(phrase::urgent_rule_sent, language, name, title);
    if (u.state == urgent_state::waiting)
      return say(phrase::urgent_rule_waits, language, name, title, clock_time(quiet.value_or(p.time.now()), e.zone, language), number(u.article));
    if (u.by == urgent_by_rule) return say(phrase::urgent_rule_asks, language, name, title, number(u.article));
    return say(phrase::urgent_not_sent, language, name, title, u.why);
  };
  co_await tell_account(p, e.account, in);
}

task<> tell_approval(parts& p, edition e, std::size_t stories, timestamp firing) {
  const words in = [&](const std::string& language) {
    return say(phrase::approval_asked, language, masthead_of(e), clock_time(firing, e.zone, language), stories, e.name);
  };
  log_warning("schedule", in("en"));
  co_await tell_account(p, e.account, in);
}

}  // namespace depeche
