// What one round over a source came to.
#pragma once

#include "ingest/source_rhythm.hpp"
#include "store/article_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

struct source_report {
  std::string source;
  bool changed = false;          // something was added or corrected
  keep_report kept;
  bool early = false;            // not asked: its server wants to be left alone until `not_before`
  timestamp not_before{};        // the next request may not be made sooner
  std::string busy_host;         // said that it is busy (429, 503): nothing of it until then
  std::optional<errc> failed;    // why nothing came
  std::string hub, topic;        // the feed can be subscribed to there; empty when it was not read, or names none
  health_change health;          // what the desk should hear
  std::vector<std::string> problems;  // what was wrong with the feed or the fetch; others go on
};

}  // namespace depeche
