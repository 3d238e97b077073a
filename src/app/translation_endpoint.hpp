// Has a language model translate an article, and believes nothing that the original doesn't say (digest/translation_check).
#pragma once

#include "app/model_endpoint.hpp"
#include "digest/translator.hpp"
#include "store/rewrite_store.hpp"

namespace depeche {

// Answers are kept, refused ones too (store/rewrite_store): nothing is paid for twice. Loop thread only.
class translation_endpoint final : public translator {
 public:
  translation_endpoint(model_endpoint& model, const clock& time, rewrite_store& kept) : model_(model), clock_(time), kept_(kept) {}
  task<translation> translate(translation_wish wish) override;

 private:
  model_endpoint& model_;
  const clock& clock_;
  rewrite_store& kept_;
};

}  // namespace depeche
