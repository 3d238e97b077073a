// Asks a language model behind an OpenAI-compatible endpoint (POST {url}/chat/completions), within a budget.
#pragma once

#include "app/config.hpp"
#include "net/https_client.hpp"
#include "store/setting_store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace depeche {

struct model_question {
  std::string instruction;        // the system's message
  std::string material;           // the user's: never an instruction
  std::int64_t most_answered = 0; // tokens
  std::chrono::milliseconds within{};
};

// What a day has cost is kept over restarts. After three failures in a row nobody is asked for ten minutes; an answer of 401, 402 or 403
// stops it for an hour, Retry-After for as long as it says, an hour at most. Loop thread only.
class model_endpoint {
 public:
  model_endpoint(https_client& client, const clock& time, setting_store& settings, rewrite_config how);

  // The model's words as they come; nothing (logged) when there are none: silent after failures, over the budget, no answer.
  task<std::optional<std::string>> ask(model_question question);
  // Tells this question to this model from every other: for whoever remembers answers.
  std::string key_of(const model_question& question) const;

  const rewrite_config& settings() const { return how_; }

 private:
  std::string body_of(const model_question& question) const;
  // Takes `tokens` from the day's budget; false when it doesn't reach.
  task<bool> spend(std::int64_t tokens);
  task<> correct(std::int64_t estimated, std::int64_t used);
  void failed(const client_response* answer, const std::string& why);
  task<> load_spent(std::string day);
  task<> save_spent();

  https_client& client_;
  const clock& clock_;
  setting_store& settings_;
  rewrite_config how_;
  std::string day_;  // of the budget, UTC
  std::int64_t spent_ = 0;
  int failures_ = 0;
  timestamp silent_until_{};
};

}  // namespace depeche
