// Scenes (what stands in a QR code), their codes at the platform, and what they brought.
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace depeche {

struct scene_code {
  std::string account;
  std::string scene;      // 1 to 64 bytes
  std::string ticket;
  std::string url;        // what the code says
  timestamp created{};
  std::optional<timestamp> expires;
};

// An account's codes by what becomes of them.
struct code_counts {
  std::int64_t permanent = 0;
  std::int64_t temporary = 0;  // that still lead somewhere
  std::int64_t ended = 0;
};

struct scene_report {
  std::string scene;
  std::int64_t scans = 0;        // follows and scans by followers
  std::int64_t followers = 0;    // people whose first scene it was
  std::int64_t still_here = 0;   // of those, following now
};

class scene_store {
 public:
  explicit scene_store(database& db) : db_(db) {}
  task<result<void>> save(scene_code code);  // inserts or replaces
  task<result<std::optional<scene_code>>> find(std::string account, std::string scene);
  task<result<std::vector<scene_code>>> list(std::string account);
  task<result<code_counts>> count(std::string account, timestamp now);
  // Those that end from `from` on and before `until`, the next one first.
  task<result<std::vector<scene_code>>> ending(std::string account, timestamp from, timestamp until);
  task<result<std::vector<scene_report>>> report(std::string account, std::size_t limit);  // most followers first

 private:
  database& db_;
};

}  // namespace depeche
