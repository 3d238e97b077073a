// "/add URL", or a link by itself: the page is fetched and kept as the desk's article. "/write": the editor's own text. "/drop ID".
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commands/command.hpp"
#include "commands/understand.hpp"
#include "digest/build_digest.hpp"
#include "digest/cut.hpp"
#include "digest/render.hpp"

#include <algorithm>
#include <charconv>

namespace depeche {
namespace {

constexpr std::size_t shown_text = 500;  // bytes of the article's beginning

std::string host_in(const std::string& url) {
  const std::size_t at = url.find("://");
  if (at == std::string::npos) return {};
  std::string host = url.substr(at + 3, url.find('/', at + 3) - at - 3);
  if (host.starts_with("www.")) host.erase(0, 4);
  return host;
}

std::string where_from(const article& a, const std::string& language) {
  if (a.url.empty()) return say(phrase::the_desk, language);
  return host_in(a.url);
}

std::string when(const article& a, const command_call& call) {
  const auto at = shown_time(a);
  if (!at) return say(phrase::no_date, call.language);
  const std::string zone = call.reads ? call.reads->zone : "UTC";
  return week_date(*at, zone, call.language) + " " + clock_time(*at, zone, call.language);
}

// The account's editions that may take it up.
std::string readers_line(const command_parts& with, const article& a, const command_call& call) {
  std::vector<std::string> names;
  for (const edition& e : with.board.editions()) {
    const bool wanted = e.sources.empty() || std::find(e.sources.begin(), e.sources.end(), a.source) != e.sources.end();
    if (e.account == call.who.account && wanted && is_readable_in(a, e)) names.push_back(masthead(e));
  }
  if (names.empty()) return say(phrase::add_read_by_nobody, call.language, a.language);
  return say(phrase::add_read_by, call.language, join(names, ", "));
}

answer told(const command_parts& with, const taken_article& taken, const command_call& call) {
  const article& a = taken.what;
  const std::string page = article_url(with.sites.of(call.who.account), a.id);
  answer reply;
  if (taken.outcome == keep_outcome::unchanged) {
    reply.text = say(phrase::add_there, call.language, a.title, a.source, page);
  } else {
    const phrase kept = taken.outcome == keep_outcome::added ? phrase::add_kept : phrase::add_corrected;
    const std::string beginning = cut_at_sentence(a.text, shown_text, a.language);
    reply.text = say(kept, call.language, std::string(truncate_bytes(a.title, 300)), where_from(a, call.language), when(a, call), beginning, page);
  }
  reply.text += "\n" + readers_line(with, a, call) + "\n" + say(phrase::add_how_to_drop, call.language, number(a.id));
  return reply;
}

std::string why_not(const link_reading& seen, const std::string& language) {
  std::string text;
  switch (seen.kind) {
    case link_kind::stub: text = say(phrase::add_stub, language); break;
    case link_kind::list: text = say(phrase::add_list, language); break;
    case link_kind::feed: return say(phrase::add_feed, language, seen.feed_title.empty() ? host_in(seen.feed) : seen.feed_title, seen.feed_entries, seen.feed);
    default: text = say(phrase::add_error, language, seen.why); break;
  }
  if (!seen.feed.empty()) text += "\n" + say(phrase::add_feed_of_page, language, seen.feed);
  return text;
}

std::string failed(const error& why, const std::string& language) {
  return say(phrase::add_failed, language, printable(to_line(why), 300));
}

}  // namespace

task<answer> desk_add(command_parts& with, command_call call) {
  answer reply;
  const std::string address = address_in(call.argument);
  if (address.empty()) {
    reply.text = say(phrase::add_usage, call.language);
    co_return reply;
  }
  auto seen = co_await with.door.look(address);
  if (seen.has_error() || seen->kind != link_kind::article) {
    reply.text = seen.has_value() ? why_not(*seen, call.language) : failed(seen.error(), call.language);
    co_return reply;
  }
  handed_in given;
  link_reading found = std::move(*seen);
  auto taken = co_await with.door.take_seen(std::move(found), std::move(given));
  if (taken.has_value()) co_return told(with, *taken, call);
  reply.text = failed(taken.error(), call.language);
  co_return reply;
}

task<answer> desk_write(command_parts& with, command_call call) {
  auto note = from_note(call.text);
  if (note.has_error()) {
    answer usage;
    usage.text = say(phrase::write_usage, call.language);
    co_return usage;
  }
  handed_in what = std::move(*note);
  // An editor's words are news from the moment they are sent.
  what.published = with.time.now();
  what.language_hint = call.language;
  auto taken = co_await with.door.take(std::move(what));
  if (taken.has_value()) co_return told(with, *taken, call);
  answer refusal;
  refusal.text = printable(to_line(taken.error()), 300) + "\n" + say(phrase::write_usage, call.language);
  co_return refusal;
}

task<answer> desk_drop(command_parts& with, command_call call) {
  answer reply;
  std::int64_t id = 0;
  const auto [end, bad] = std::from_chars(call.argument.data(), call.argument.data() + call.argument.size(), id);
  if (bad != std::errc{} || end != call.argument.data() + call.argument.size() || id <= 0) {
    reply.text = say(phrase::drop_usage, call.language);
    co_return reply;
  }
  auto found = co_await with.articles.find(article_id{id});
  const auto known = found.value();
  auto decided = co_await with.guard.decide(call.who.account, article_id{id}, hold_state::dropped, call.who.openid);
  decided.value();
  auto dropped = co_await with.door.drop(article_id{id});
  if (known && dropped.value()) reply.text = say(phrase::dropped, call.language, std::string(truncate_bytes(known->title, 300)));
  else reply.text = say(phrase::drop_unknown, call.language, id);
  co_return reply;
}

}  // namespace depeche
