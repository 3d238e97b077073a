#include "app/desk_alarm.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "commands/understand.hpp"
#include "wechat/custom_message.hpp"

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

task<> tell_one(parts& p, wechat::api_client& api, const subscriber& who, const source_report& report) {
  const timestamp now = p.time.now();
  if (!who.following || !who.customer_messages.open_at(now)) co_return;
  auto spent = co_await p.subscribers->spend_allowance(who.id, now);
  if (spent.has_error() || !*spent) co_return;
  const std::string language = language_for(*p.for_commands, who);
  const std::string text = alarm_text(report, language);
  auto sent = co_await wechat::send_custom_text(api, who.openid, text);
  if (sent.has_error()) log_warning("desk", "alarm to " + shorten_id(who.openid) + ": " + sent.error().to_line());
}

}  // namespace

task<> tell_desk(parts& p, source_report report) {
  const std::string line = alarm_text(report, "en");
  if (report.health.now_is == source_health::well) log_info("ingest", line);
  else log_warning("ingest", line);
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    const account_config& account = p.settings.accounts[i];
    if (!account.profile.may_send_custom_messages()) continue;
    auto desk = co_await p.subscribers->desk(account.name);
    if (desk.has_error()) continue;
    for (const subscriber& who : *desk) co_await tell_one(p, *p.lines[i].api, who, report);
  }
}

}  // namespace depeche
