#include "commands/greeting.hpp"

#include "base/localisation.hpp"
#include "commands/command.hpp"
#include "digest/cut.hpp"
#include "digest/render.hpp"

namespace depeche {
namespace {

std::string title_of(const command_parts& with, const std::string& account) {
  const auto found = with.titles.find(account);
  return found == with.titles.end() ? account : found->second;
}

view reader_view(const command_parts& with, const command_call& call, const digest* shown, std::optional<timestamp> next) {
  view v;
  v.set("account", title_of(with, call.who.account));
  v.set("public_url", with.sites.of(call.who.account));
  if (!call.reads) return v;
  v.set("edition", masthead(*call.reads));
  if (next) {
    v.set("next_day", week_date(*next, call.reads->zone, call.language));
    v.set("next_time", clock_time(*next, call.reads->zone, call.language));
    v.set("has_next", true);
  }
  if (shown && !shown->items.empty()) {
    v.set("has_digest", true);
    v.set("digest_url", digest_url(with.sites.of(call.who.account), shown->id));
    v.set("digest_date", week_date(shown->composed_at, call.reads->zone, call.language));
    v.set("first_title", shown->items.front().title);
  }
  return v;
}

}  // namespace

const std::string& greeting_texts::text(command_parts& with, const command_call& call, const std::string& page) {
  const auto shown = call.reads ? with.board.current(*call.reads) : nullptr;
  const auto next = call.reads ? with.calendar.next(*call.reads) : std::nullopt;
  ready& kept = texts_[std::tuple(page, call.language, call.who.account, call.reads ? call.reads->name : std::string())];
  const auto identity = with.templates.identity();
  if (!kept.text.empty() && kept.templates == identity && kept.shown == shown && kept.next == next) return kept.text;
  const std::string whole = with.templates.of(call.who.account).render(call.language, page, reader_view(with, call, shown.get(), next));
  kept = ready{identity, shown, next, cut_at_sentence(whole, chat_text_limit, call.language)};
  return kept.text;
}

}  // namespace depeche
