// Editors' picks for the digests to come, by account, edition and local day.
#pragma once

#include "news/pick.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

// Whose picks: an edition's digest of a day.
struct digest_day {
  std::string account, edition, day;
};

class pick_store {
 public:
  explicit pick_store(database& db) : db_(db) {}

  // An article has one pick at most: a later one takes its predecessor's place, and comes last. Fails with already_exists once the
  // day's push has begun, with too_large above 50 of a day.
  task<result<void>> add(digest_day of, editor_pick p);
  // Takes the last one back, and returns it; nothing when there is none. Fails with already_exists once the day's push has begun.
  task<result<std::optional<editor_pick>>> undo(digest_day of);
  // In the order in which they were made.
  task<result<std::vector<editor_pick>>> list(digest_day of);

 private:
  database& db_;
};

}  // namespace depeche
