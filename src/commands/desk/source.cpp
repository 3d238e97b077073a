// "/source add URL": a feed, or the feed that a page announces, is followed after a "yes".
#include "base/log.hpp"
#include "base/text.hpp"
#include "commands/command.hpp"
#include "commands/understand.hpp"
#include "ingest/opml.hpp"

#include <algorithm>

namespace depeche {
namespace {


// The config's and those that were added.
task<std::vector<source>> all_sources(command_parts& with) {
  auto added = co_await with.added_sources.all();
  std::vector<source> all = with.fixed_sources;
  for (const source& s : added.value()) all.push_back(s);
  co_return all;
}

// The feed at an address, or behind the page there.
task<result<link_reading>> find_feed(command_parts& with, std::string address) {
  auto seen = co_await with.door.look(address);
  if (seen.has_error() || seen->kind == link_kind::feed || seen->feed.empty()) co_return seen;
  const std::string announced = seen->feed;
  co_return co_await with.door.look(announced);
}

task<answer> ask(command_parts& with, command_call call, std::string address) {
  answer reply;
  auto found = co_await find_feed(with, address);
  if (found.has_error()) {
    reply.text = say(phrase::add_failed, call.language, printable(to_line(found.error()), 300));
    co_return reply;
  }
  if (found->kind != link_kind::feed) {
    // An article's page announces its paper's feed; when it doesn't, there is nothing to follow.
    reply.text = say(phrase::source_no_feed, call.language);
    co_return reply;
  }
  const auto all = co_await all_sources(with);
  const auto known = std::find_if(all.begin(), all.end(), [&](const source& s) { return s.url == found->feed; });
  if (known != all.end()) {
    reply.text = say(phrase::source_known, call.language, known->name);
    co_return reply;
  }
  std::vector<std::string> taken;
  for (const source& s : all) taken.push_back(s.name);
  const std::string name = source_name(found->feed_title, found->feed, taken);
  pending_source question;
  question.what.name = name;
  question.what.url = found->feed;
  question.expires = with.time.now() + patience_for_yes;
  with.talks.with(call.who.id).ask(std::move(question));
  const std::string title = found->feed_title.empty() ? name : found->feed_title;
  reply.text = say(phrase::source_question, call.language, printable(title, 200), found->feed_entries, found->feed, name);
  co_return reply;
}

task<answer> confirm(command_parts& with, command_call call) {
  answer reply;
  const auto question = std::move(with.talks.with(call.who.id).source_asked);
  if (!question || with.time.now() >= question->expires) {
    reply.text = say(phrase::send_nothing_asked, call.language);
    co_return reply;
  }
  if (call.argument == "no") {
    reply.text = say(phrase::source_dropped, call.language);
    co_return reply;
  }
  const timestamp now = with.time.now();
  source wanted = question->what;
  auto added = co_await with.added_sources.add(wanted, now);
  if (added.has_error() && added.error().code == errc::already_exists) {
    reply.text = say(phrase::source_known, call.language, question->what.name);
    co_return reply;
  }
  added.value();
  auto stored = co_await with.added_sources.all();
  with.poller.follow_added(stored.value());
  reply.text = say(phrase::source_added, call.language, question->what.name);
  co_return reply;
}

}  // namespace

task<answer> desk_source(command_parts& with, command_call call) {
  if (call.argument == "yes" || call.argument == "no") co_return co_await confirm(with, std::move(call));
  std::string address = address_in(call.argument);
  if (!address.empty()) co_return co_await ask(with, std::move(call), std::move(address));
  answer usage;
  usage.text = say(phrase::source_usage, call.language);
  co_return usage;
}

}  // namespace depeche
