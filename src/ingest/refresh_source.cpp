#include "ingest/refresh_source.hpp"

#include "async/on_pool.hpp"
#include "base/log.hpp"
#include "ingest/complete_excerpts.hpp"
#include "ingest/feed_fetcher.hpp"
#include "ingest/known_articles.hpp"
#include "ingest/source_reading.hpp"

namespace depeche {
namespace {

struct read_document {
  source_reading reading;
  std::string etag;
  std::string last_modified;
  bool not_modified = false;
};

task<result<source_reading>> read_on_pool(const source& from, const fetched& document, refresh_parts& with) {
  const auto now = with.time.now();
  auto work = [&from, &document, now] { return read_source(from, document.body, document.charset, document.final_url, now); };
  co_return co_await on_pool(with.pool, work);
}

// The source's document, or the feed that it announces.
task<result<read_document>> fetch_and_read(const source& from, const source_state& state, refresh_parts& with) {
  fetch_request request;
  request.url = from.url;
  request.etag = state.etag;
  request.last_modified = state.last_modified;
  auto document = co_await fetch(with.client, std::move(request));
  if (document.has_error()) co_return document.error();
  read_document out;
  out.not_modified = document->not_modified;
  if (out.not_modified) co_return out;
  auto reading = co_await read_on_pool(from, *document, with);
  if (reading.has_error()) co_return reading.error();
  if (reading->announced_feed.empty()) {
    out.etag = document->etag;
    out.last_modified = document->last_modified;
    out.reading = std::move(*reading);
    co_return out;
  }
  // The validators are the page's, not the feed's: none are kept, and the feed is read whole each time.
  fetch_request announced;
  announced.url = reading->announced_feed;
  auto feed = co_await fetch(with.client, std::move(announced));
  if (feed.has_error()) co_return feed.error();
  auto second = co_await read_on_pool(from, *feed, with);
  if (second.has_error()) co_return second.error();
  if (!second->announced_feed.empty())
    co_return fail(errc::feed_unrecognised, "the feed that the page announces is a page again", feed->final_url);
  out.reading = std::move(*second);
  co_return out;
}

task<result<void>> refresh(const source& from, source_state& state, refresh_parts& with, source_memory& memory,
                           source_report& report) {
  auto document = co_await fetch_and_read(from, state, with);
  if (document.has_error()) co_return document.error();
  if (document->not_modified) co_return result<void>{};
  auto& reading = document->reading;
  report.problems = std::move(reading.problems);
  const auto known = co_await read_known(from, reading.articles.size(), with);
  follow_known(reading.articles, known);
  const auto left = co_await complete_excerpts(reading.articles, known, with, memory, report.problems);
  auto kept = co_await with.articles.keep(std::move(reading.articles));
  if (kept.has_error()) co_return kept.error();
  report.kept = *kept;
  report.changed = kept->added + kept->corrected > 0;
  // Without validators the next round reads everything again: what was cut, or pages that had to wait.
  const bool whole = left == 0 && !reading.cut;
  state.etag = whole ? document->etag : std::string{};
  state.last_modified = whole ? document->last_modified : std::string{};
  co_return result<void>{};
}

void settle(source_state& state, source_memory& memory, const result<void>& outcome, source_report& report, timestamp now) {
  const auto before = state.last_problem;
  state.last_try = now;
  if (outcome.has_error()) {
    report.problems.insert(report.problems.begin(), to_line(outcome.error()));
    ++state.failures_in_a_row;
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

}  // namespace

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
  const auto outcome = co_await refresh(from, *state, with, memory, report);
  settle(*state, memory, outcome, report, with.time.now());
  const auto saved = co_await with.articles.save_state(*state);
  if (saved.has_error()) report.problems.push_back(to_line(saved.error()));
  co_return report;
}

}  // namespace depeche
