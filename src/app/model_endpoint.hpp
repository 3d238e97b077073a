// Asks a language model behind an OpenAI-compatible endpoint (POST {url}/chat/completions), within a budget.
#pragma once

#include "app/config.hpp"
#include "net/https_client.hpp"
#include "store/setting_store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace depeche {

struct model_question {
  std::string instruction;        // the system's message
  std::string material;           // the user's: never an instruction
  std::int64_t most_answered = 0; // tokens
  std::chrono::milliseconds within{};
};

struct model_answer {
  enum class kind {
    words,       // the text is there
    no_words,    // none for this question, now or ever: refused by the endpoint (400, 413, 422), withheld, or cut short at most_answered
    no_answer,   // none this time: lost, late, dearer than what is left of the day's budget; another question may be answered
    nobody_asks  // silence after failures, or nothing left of the budget: ask another time
  };
  kind what = kind::nobody_asks;
  std::string text;  // as it came
};

// What a day has cost is kept over restarts: an answer's own count; an estimate where it gives none, or none came in time. After three failures in a
// row nobody is asked for ten minutes; an answer of 401, 402 or 403 stops it for an hour, Retry-After for as long as it says, an hour at
// most. What it refuses because of the question counts as no failure. Loop thread only.
class model_endpoint {
 public:
  model_endpoint(https_client& client, const clock& time, setting_store& settings, rewrite_config how);

  // What is no answer is logged.
  task<model_answer> ask(model_question question);
  // Tells this question to this model from every other: for whoever remembers answers.
  std::string key_of(const model_question& question) const;

  const rewrite_config& settings() const { return how_; }

 private:
  std::string body_of(const model_question& question) const;
  task<> begin_day();
  // Counts more or less into the budget of the day on which it was asked.
  task<> charge(std::string day, std::int64_t tokens);
  // `body`: the answer's, parsed; discarded where it is no JSON.
  model_answer::kind read(const client_response& answer, const nlohmann::json& body, model_answer& into);
  void failed(const client_response* answer, const std::string& why);

  https_client& client_;
  const clock& clock_;
  setting_store& settings_;
  rewrite_config how_;
  std::string day_;  // of the budget, UTC
  std::int64_t spent_ = 0;
  bool told_spent_ = false;  // in the log, once a day
  int failures_ = 0;
  timestamp silent_until_{};
};

}  // namespace depeche
