#include "ingest/refresh_source.hpp"

#include "async/on_pool.hpp"
#include "base/log.hpp"
#include "ingest/complete_excerpts.hpp"
#include "ingest/feed_fetcher.hpp"
#include "ingest/known_articles.hpp"
#include "ingest/source_reading.hpp"

#include <algorithm>

namespace depeche {
namespace {

// Servers give changed feeds their old ETag: a source that is always "unchanged" is read whole this often all the same.
constexpr auto trust_in_validators = std::chrono::hours{24};

struct read_document {
  source_reading reading;
  std::string etag;
  std::string last_modified;
  std::string moved_to;
  bool not_modified = false;
};

task<result<source_reading>> read_on_pool(const source& from, const fetched& document, source_kind known, refresh_parts& with) {
  const auto now = with.time.now();
  auto work = [&from, &document, now, known] { return read_source(from, document.body, document.charset, document.final_url, now, known); };
  co_return co_await on_pool(with.pool, work);
}

fetch_request request_for(std::string address, refresh_parts& with) {
  fetch_request request;
  request.url = std::move(address);
  request.now = with.time.now();
  request.pace = &with.pace;
  request.pool = with.pool;
  request.large = &with.large;
  request.limit = with.patience;
  return request;
}

// The server's word goes before the feed's.
void name_hub(source_reading& reading, const fetched& document) {
  if (!document.hub.empty()) reading.hub = document.hub;
  if (!document.topic.empty()) reading.topic = document.topic;
  if (reading.topic.empty()) reading.topic = document.final_url;
}

// The source's document, or the feed that it announces.
task<result<read_document>> fetch_and_read(const source& from, const source_state& state, refresh_parts& with, source_memory& memory, server_wish& wish) {
  auto request = request_for(state.moved_to.empty() ? from.url : state.moved_to, with);
  const auto now = with.time.now();
  if (memory.read_whole == timestamp{} || memory.read_whole > now) memory.read_whole = now;
  const bool trusted = now - memory.read_whole < std::max<std::chrono::seconds>(trust_in_validators, from.every * 8);
  if (trusted) {
    request.etag = state.etag;
    request.last_modified = state.last_modified;
  }
  auto document = co_await fetch(with.client, std::move(request), wish);
  if (document.has_error()) co_return document.error();
  read_document out;
  out.moved_to = document->moved_to;
  out.not_modified = document->not_modified;
  if (out.not_modified) co_return std::move(out);
  memory.read_whole = now;
  auto reading = co_await read_on_pool(from, *document, state.kind, with);
  if (reading.has_error()) co_return reading.error();
  if (reading->announced_feed.empty()) {
    out.etag = document->etag;
    out.last_modified = document->last_modified;
    out.reading = std::move(*reading);
    name_hub(out.reading, *document);
    co_return std::move(out);
  }
  // The validators are the page's, not the feed's: none are kept, and the feed is read whole each time.
  document->body = {};
  document->large.reset();
  auto announced = request_for(reading->announced_feed, with);
  auto feed = co_await fetch(with.client, std::move(announced), wish);
  if (feed.has_error()) co_return feed.error();
  auto second = co_await read_on_pool(from, *feed, source_kind::feed, with);
  if (second.has_error()) co_return second.error();
  out.reading = std::move(*second);
  out.reading.kind = source_kind::page_with_feed;
  name_hub(out.reading, *feed);
  co_return std::move(out);
}

// Pauses that the server and the feed ask for.
void note_wish(const source& from, source_state& state, const server_wish& wish, const source_reading* reading, source_report& report, timestamp now) {
  std::chrono::seconds wait = wish.wait.value_or(std::chrono::seconds{0});
  if (reading && reading->ttl) wait = std::max(wait, std::min<std::chrono::seconds>(*reading->ttl, longest_freshness));
  // The hours that the feed skips count when it would be asked again.
  const auto next = std::max<std::chrono::seconds>(wait, from.every);
  const auto quiet = reading ? until_awake(reading->quiet, now + next) : std::chrono::seconds{0};
  if (quiet.count() > 0) wait = std::min(next + quiet, longest_retry_after);
  state.not_before = now + wait;
  report.not_before = state.not_before;
  if (wish.busy) report.busy_host = wish.host;
}

// False when the next round has to read everything again: what was cut, or pages that had to wait.
task<result<bool>> keep_reading(const source& from, source_reading& reading, source_state& state, refresh_parts& with, source_memory& memory,
                                source_report& report) {
  if (!reading.title.empty()) state.title = reading.title;
  report.problems = std::move(reading.problems);
  const auto known = co_await read_known(from, reading.articles, with);
  follow_known(reading.articles, known);
  const auto stored = co_await read_texts(from, reading.articles, with);
  const auto left = co_await complete_excerpts(reading.articles, stored, with, memory, report.problems);
  auto kept = co_await with.articles.keep(std::move(reading.articles));
  if (kept.has_error()) co_return kept.error();
  report.kept = *kept;
  report.changed = kept->added + kept->corrected > 0;
  co_return left == 0 && !reading.cut;
}

task<result<void>> refresh(const source& from, source_state& state, refresh_parts& with, source_memory& memory,
                           source_report& report) {
  server_wish wish;
  auto document = co_await fetch_and_read(from, state, with, memory, wish);
  note_wish(from, state, wish, document.has_value() ? &document->reading : nullptr, report, with.time.now());
  if (document.has_error()) {
    // Once may be a mishap. A permanent move that leads there is forgotten first.
    state.gone_in_a_row = wish.gone && state.moved_to.empty() ? state.gone_in_a_row + 1 : 0;
    if (state.gone_in_a_row > 1) {
      state.failures_in_a_row = std::max(state.failures_in_a_row, failures_until_broken);
      state.not_before = report.not_before = with.time.now() + gone_pause;
    }
    co_return document.error();
  }
  state.gone_in_a_row = 0;
  if (!document->moved_to.empty()) state.moved_to = document->moved_to;
  if (document->not_modified) co_return result<void>{};
  report.hub = document->reading.hub;
  report.topic = document->reading.topic;
  // An address that has been seen to answer with either stays a page: as such it may answer with both.
  if (state.kind != source_kind::page_with_feed) state.kind = document->reading.kind;
  const auto all = co_await keep_reading(from, document->reading, state, with, memory, report);
  if (all.has_error()) co_return all.error();
  const bool whole = *all;
  state.etag = whole ? document->etag : std::string{};
  state.last_modified = whole ? document->last_modified : std::string{};
  if (!whole) state.not_before = timestamp{};
  co_return result<void>{};
}

// What belongs to another address than the configured one is worth nothing.
void follow_config(const source& from, source_state& state) {
  if (state.asked_url == from.url) return;
  const bool from_before = state.asked_url.empty();  // kept by a version that did not note the address
  state.asked_url = from.url;
  state.moved_to.clear();
  state.not_before = timestamp{};
  state.gone_in_a_row = 0;
  state.kind = source_kind::unknown;
  if (from_before) return;
  state.etag.clear();
  state.last_modified.clear();
}

void settle(source_state& state, source_memory& memory, const result<void>& outcome, source_report& report, timestamp now) {
  const auto before = state.last_problem;
  state.last_try = now;
  if (outcome.has_error()) {
    report.problems.insert(report.problems.begin(), to_line(outcome.error()));
    report.failed = outcome.error().code;
    ++state.failures_in_a_row;
    // Where it moved to is no good any more: the configured address may know better.
    if (state.failures_in_a_row >= 2 && !state.moved_to.empty()) {
      state.moved_to.clear();
      state.etag.clear();
      state.last_modified.clear();
    }
  } else {
    state.last_success = now;
    state.failures_in_a_row = 0;
  }
  state.last_problem = report.problems.empty() ? std::string{} : report.problems.front();
  memory.failures_in_a_row = state.failures_in_a_row;
  // Said once, not every round.
  if (!state.last_problem.empty() && state.last_problem != before)
    log_warning("ingest", "source " + printable(report.source, 60) + ": " + printable(state.last_problem, 400));
}

task<> learn_rhythm(source_state& state, const source_report& report, refresh_parts& with) {
  if (!report.changed && state.last_news != timestamp{}) co_return;
  const auto now = with.time.now();
  auto times = co_await with.articles.news_times(state.source, now, rhythm_articles);
  if (times.has_error() || times->empty()) co_return;
  state.last_news = times->front();
  state.rhythm = unusual_silence(*times).value_or(std::chrono::seconds{0});
}

}  // namespace

task<source_report> take_distributed(const source& from, std::string body, std::string charset, refresh_parts& with, source_memory& memory) {
  source_report report;
  report.source = from.name;
  auto state = co_await with.articles.state_of(from.name);
  if (state.has_error()) {
    report.problems.push_back(to_line(state.error()));
    co_return report;
  }
  state->source = from.name;
  fetched document;
  document.body = std::move(body);
  document.charset = std::move(charset);
  document.final_url = state->moved_to.empty() ? from.url : state->moved_to;
  auto reading = co_await read_on_pool(from, document, source_kind::feed, with);
  result<void> outcome;
  if (reading.has_error()) {
    outcome = reading.error();
  } else {
    const auto kept = co_await keep_reading(from, *reading, *state, with, memory, report);
    if (kept.has_error()) outcome = kept.error();
  }
  // A hub's bad day says nothing about the source: its health is left to the rounds.
  if (outcome.has_error()) {
    report.failed = outcome.error().code;
    report.problems.push_back(to_line(outcome.error()));
    log_warning("ingest", "source " + printable(from.name, 60) + ": what its hub sent can't be read: " + printable(to_line(outcome.error()), 300));
    co_return report;
  }
  co_await learn_rhythm(*state, report, with);
  const auto saved = co_await with.articles.save_state(*state);
  if (saved.has_error()) report.problems.push_back(to_line(saved.error()));
  co_return report;
}

task<source_report> refresh_source(const source& from, refresh_parts& with, source_memory& memory) {
  source_report report;
  report.source = from.name;
  auto state = co_await with.articles.state_of(from.name);
  if (state.has_error()) {
    report.problems.push_back(to_line(state.error()));
    ++memory.failures_in_a_row;
    co_return report;
  }
  state->source = from.name;
  follow_config(from, *state);
  // A clock that was moved back must not put a source to sleep for as long.
  const auto now = with.time.now();
  if (state->not_before > now && state->not_before <= now + (state->gone_in_a_row > 1 ? gone_pause : longest_retry_after)) {
    report.early = true;
    report.not_before = state->not_before;
    memory.failures_in_a_row = state->failures_in_a_row;
    co_return report;
  }
  const auto outcome = co_await refresh(from, *state, with, memory, report);
  settle(*state, memory, outcome, report, with.time.now());
  if (outcome.has_value()) co_await learn_rhythm(*state, report, with);
  report.health = judge_health(*state, with.time.now());
  const auto saved = co_await with.articles.save_state(*state);
  if (saved.has_error()) report.problems.push_back(to_line(saved.error()));
  co_return report;
}

}  // namespace depeche
