// Urgent items: those that wait, and what became of the others.
#pragma once

#include "news/urgent.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

class urgent_store {
 public:
  explicit urgent_store(database& db) : db_(db) {}

  // Fails with already_exists when the article is, or was, urgent in this edition.
  task<result<urgent_item>> add(urgent_item item);
  task<result<void>> settle(std::int64_t id, urgent_state state, std::string why, std::string day, timestamp at);
  // All that wait, the first to come first.
  task<result<std::vector<urgent_item>>> waiting();
  // Those sent on a day of an edition, counted.
  task<result<std::int64_t>> sent_on(std::string account, std::string edition, std::string day);
  // The last to come first.
  task<result<std::vector<urgent_item>>> list(std::string account, std::size_t limit);

 private:
  database& db_;
};

}  // namespace depeche
