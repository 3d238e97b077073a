// Summaries that a language model wrote, so that none is paid for twice; refused ones too.
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace depeche {

class rewrite_store {
 public:
  static constexpr std::chrono::hours remembered{24 * 30};

  explicit rewrite_store(database& db) : db_(db) {}
  // The text that was kept under a question's hash; empty when it was refused.
  task<result<std::optional<std::string>>> find(std::string question);
  // Keeps an answer, and forgets those that are too old.
  task<result<void>> keep(std::string question, std::string text, timestamp now);

 private:
  database& db_;
};

}  // namespace depeche
