// Sources that the desk added beside the config's.
#pragma once

#include "base/clock.hpp"
#include "news/edition.hpp"
#include "store/database.hpp"

#include <string>
#include <vector>

namespace depeche {

class source_store {
 public:
  explicit source_store(database& db) : db_(db) {}

  task<result<std::vector<source>>> all();  // by name
  // Fails with already_exists when the name or the address is there.
  task<result<void>> add(source what, timestamp now);
  // False when there is none of that name. Its articles stay.
  task<result<bool>> remove(std::string name);

 private:
  database& db_;
};

}  // namespace depeche
