// What one round over a source came to.
#pragma once

#include "store/article_store.hpp"

#include <string>
#include <vector>

namespace depeche {

struct source_report {
  std::string source;
  bool changed = false;          // something was added or corrected
  keep_report kept;
  std::vector<std::string> problems;  // what was wrong with the feed or the fetch; others go on
};

}  // namespace depeche
