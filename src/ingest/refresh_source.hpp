// The first half of an article's journey, for one source: fetch -> parse -> extract -> keep, one line per step.
#pragma once

#include "async/task.hpp"
#include "async/turns.hpp"
#include "base/clock.hpp"
#include "ingest/host_pace.hpp"
#include "ingest/source_report.hpp"
#include "net/https_client.hpp"
#include "news/edition.hpp"
#include "store/article_store.hpp"

#include <chrono>
#include <map>
#include <string>

namespace depeche {

struct refresh_parts {
  asio::any_io_executor pool;
  const clock& time;
  https_client& client;
  article_store& articles;
  host_pace& pace;
  turns& large;                      // documents that are larger than usual, one at a time
  std::chrono::milliseconds patience;  // with one document, its redirects included
  std::size_t pages_per_round = 20;  // article pages fetched to complete excerpts
};

// What need not survive a restart.
struct source_memory {
  int failures_in_a_row = 0;
  timestamp read_whole{};  // the last time; unconditional now and then, because validators lie
  std::map<std::string, int> page_failures;  // by article key: pages that gave nothing are not asked for ever
};

// Never fails: what went wrong is in the report and in the source's stored state. Nothing else stored changes then. A source whose
// server asked to be left alone until later is not asked, and nothing changes at all.
task<source_report> refresh_source(const source& from, refresh_parts& with, source_memory& memory);

// The same for a feed that its hub sent: what is in it is kept; the polling of the source is not touched.
task<source_report> take_distributed(const source& from, std::string body, std::string charset, refresh_parts& with, source_memory& memory);

}  // namespace depeche
