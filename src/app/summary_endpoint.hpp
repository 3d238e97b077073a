// Has a language model word a summary anew, and believes nothing that the article doesn't say.
#pragma once

#include "app/model_endpoint.hpp"
#include "digest/rewriter.hpp"
#include "store/rewrite_store.hpp"

#include <string>

namespace depeche {

// Answers are kept (store/rewrite_store), by article, wording of the question and model: a digest that is composed again asks nothing
// again. Loop thread only.
class summary_endpoint final : public summary_rewriter {
 public:
  summary_endpoint(model_endpoint& model, const clock& time, rewrite_store& kept) : model_(model), clock_(time), kept_(kept) {}
  task<std::string> rewrite(rewrite_wish wish) override;

 private:
  model_endpoint& model_;
  const clock& clock_;
  rewrite_store& kept_;
};

}  // namespace depeche
