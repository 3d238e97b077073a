// What the API answered to a request under an Idempotency-Key: the same request gets the same answer for a day.
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace depeche {

struct api_answer_row {
  std::string request;  // SHA-256 of what was asked
  int status = 0;
  std::string body;
};

class api_store {
 public:
  static constexpr std::chrono::hours remembered{24};

  explicit api_store(database& db) : db_(db) {}
  task<result<std::optional<api_answer_row>>> find(std::string key, timestamp now);
  // Keeps an answer, and forgets those that are too old.
  task<result<void>> keep(std::string key, api_answer_row answer, timestamp now);

 private:
  database& db_;
};

}  // namespace depeche
