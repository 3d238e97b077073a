// Who may translate an article, as an option. The digest knows only this; who asks which model stands in app/.
#pragma once

#include "async/task.hpp"
#include "digest/translation_check.hpp"

#include <optional>
#include <string>

namespace depeche {

struct translation_wish {
  std::string from, to;  // "fr", "en", "zh"
  translated_words original;
};

struct translation {
  std::optional<translated_words> words;  // checked against the original (digest/translation_check)
  bool later = false;                     // nothing now, perhaps another time: over the budget, no answer
};

class translator {
 public:
  virtual ~translator() = default;
  // Remembers what it answered: the same wish again costs nothing. Loop thread only.
  virtual task<translation> translate(translation_wish wish) = 0;
};

}  // namespace depeche
