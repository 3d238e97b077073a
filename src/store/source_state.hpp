// What is remembered of a source between fetches. Kept by article_store.
#pragma once

#include "base/clock.hpp"
#include "news/edition.hpp"

#include <chrono>
#include <string>

namespace depeche {

// How a source is doing: what the desk was last told.
enum class source_health { well, silent, broken };

struct source_state {
  std::string source;
  std::string etag;
  std::string last_modified;
  timestamp last_try{};
  timestamp last_success{};
  std::string last_problem;     // one line; empty when the last fetch was good
  int failures_in_a_row = 0;
  timestamp not_before{};       // no request before this: the server or the feed asked for it
  std::string asked_url;        // the configured address that what follows belongs to
  std::string moved_to;         // where permanent redirects led from it; empty: it has not moved
  source_health health = source_health::well;
  timestamp health_since{};
  std::chrono::seconds rhythm{};  // silence longer than this is unusual; 0: not known yet
  timestamp last_news{};        // its newest article's time, as far as known
  std::string title{};          // what it calls itself; empty: not known
  int gone_in_a_row = 0;        // answers of 410: there will be nothing at this address any more
  source_kind kind = source_kind::unknown;  // what it was read as when it was well
};

}  // namespace depeche
