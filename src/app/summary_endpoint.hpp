// Asks an OpenAI-compatible endpoint (POST {url}/chat/completions) to word a summary anew, within a budget, and believes nothing that
// the article doesn't say.
#pragma once

#include "app/config.hpp"
#include "digest/rewriter.hpp"
#include "net/https_client.hpp"
#include "store/rewrite_store.hpp"
#include "store/setting_store.hpp"

#include <cstdint>
#include <string>

namespace depeche {

// Answers are kept (store/rewrite_store), by article, wording of the question and model: a digest that is composed again asks nothing
// again. What a day has cost is kept over restarts. After three failures in a row nobody is asked for ten minutes; an answer of 401, 402
// or 403 stops it for an hour, Retry-After for as long as it says, an hour at most. Loop thread only.
class summary_endpoint final : public summary_rewriter {
 public:
  summary_endpoint(https_client& client, const clock& time, rewrite_store& kept, setting_store& settings, rewrite_config how);
  task<std::string> rewrite(rewrite_wish wish) override;

 private:
  // Takes `tokens` from the day's budget; false when it doesn't reach.
  task<bool> spend(std::int64_t tokens);
  task<> correct(std::int64_t estimated, std::int64_t used);
  void failed(const client_response* answer, const std::string& why);
  task<> load_spent(std::string day);
  task<> save_spent();

  https_client& client_;
  const clock& clock_;
  rewrite_store& kept_;
  setting_store& settings_;
  rewrite_config how_;
  std::string day_;  // of the budget, UTC
  std::int64_t spent_ = 0;
  int failures_ = 0;
  timestamp silent_until_{};
};

}  // namespace depeche
