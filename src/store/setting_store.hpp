// Small facts that must survive a restart, by name: "schedule/morning" -> the last time that fired.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>

namespace depeche {

class setting_store {
 public:
  explicit setting_store(database& db) : db_(db) {}
  task<result<std::optional<std::string>>> get(std::string name);
  task<result<void>> set(std::string name, std::string value);

 private:
  database& db_;
};

}  // namespace depeche
