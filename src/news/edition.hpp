// What the config says of accounts' sources and editions, as the domain sees it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace depeche {

struct source {
  std::string name;
  std::string url;       // http(s) feed or page
  std::string language;  // used when the article's own is unknown
  std::chrono::seconds every{900};
};

struct edition {
  std::string name;
  std::string account;
  std::string title;     // the masthead; the name when empty
  std::string language = "en";
  std::vector<std::string> sources;  // names; empty means all
  std::string schedule;  // cron expression, five fields
  std::string zone = "UTC";
  std::size_t items = 8;
  std::chrono::hours window{36};     // how far back an article counts as today's news
  std::vector<std::string> ways{"customer_message", "mass_send"};  // in order of preference
};

}  // namespace depeche
