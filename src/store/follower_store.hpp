// Followers as the platform lists them: those from before our time, and the tags that its staff gave them.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace depeche {

struct listed_follower {
  std::string openid;
  timestamp followed_at{};
  std::string language;  // "fr", "en", "zh"; empty when nobody told
  std::string scene;     // what brought this person; empty when none
  std::vector<std::int64_t> tags;
};

struct listed_tag {
  std::int64_t id = 0;
  std::string name;
};

struct listing_counts {
  std::int64_t added = 0;    // nobody knew them
  std::int64_t known = 0;    // followers already; what was empty is filled
  std::int64_t revived = 0;  // thought gone
};

class follower_store {
 public:
  explicit follower_store(database& db) : db_(db) {}

  // Idempotent. Whoever left after `listed` (when the listing began) stays gone. Tags are replaced by those listed.
  task<result<listing_counts>> keep(std::string account, std::vector<listed_follower> followers, timestamp listed);
  // The account's tags; others are forgotten.
  task<result<void>> keep_tags(std::string account, std::vector<listed_tag> tags);
  // By name, in alphabetical order.
  task<result<std::vector<std::string>>> tags_of(subscriber_id who);

 private:
  database& db_;
};

}  // namespace depeche
