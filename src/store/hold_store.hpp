// Articles that are held for an editor, and what editors decided.
#pragma once

#include "news/hold.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

class hold_store {
 public:
  explicit hold_store(database& db) : db_(db) {}

  // Of these, those that the desk has not been told yet: new, held again after a decision, or for another reason than before. All are
  // durable when it returns. One that an editor dropped stays dropped.
  task<result<std::vector<hold>>> note(std::vector<hold> found);
  // Nothing is found in them any more: those at held are cleared.
  task<result<void>> clear(std::string account, std::vector<article_id> ids);
  // An editor's decision (released or dropped) on one that is held; nothing when it isn't.
  task<result<std::optional<hold>>> decide(std::string account, article_id id, hold_state as, std::string who, timestamp at);
  task<result<std::optional<hold>>> find(std::string account, article_id id);
  // Those at held, the last first.
  task<result<std::vector<hold>>> held(std::string account, std::size_t limit);
  // Every one that stands in readers' way or was let pass: held, released, dropped.
  task<result<std::vector<hold>>> all();

 private:
  database& db_;
};

}  // namespace depeche
