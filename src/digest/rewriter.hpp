// Who may word a summary anew, as an option. The digest knows only this; who asks which model stands in app/.
#pragma once

#include "async/task.hpp"

#include <string>

namespace depeche {

struct rewrite_wish {
  std::string language;
  std::string title;
  std::string text;     // the whole article
  std::string extract;  // the summary as sentences of the article
};

class summary_rewriter {
 public:
  virtual ~summary_rewriter() = default;
  // The summary in other words, checked against the article (digest/rewrite_check); empty when the extract is to stay: refused, too
  // late, over the budget, no answer. Loop thread only.
  virtual task<std::string> rewrite(rewrite_wish wish) = 0;
};

}  // namespace depeche
