// Who may translate an article, as an option. The digest knows only this; who asks which model stands in app/.
#pragma once

#include "async/task.hpp"
#include "digest/translation_check.hpp"

#include <string>

namespace depeche {

struct translation_wish {
  std::string from, to;  // "fr", "en", "zh"
  translated_words original;
};

struct translation {
  enum class kind {
    words,       // checked against the original (digest/translation_check)
    refused,     // none for this article: it said something else, or nothing
    no_answer,   // none this time; another article may be answered
    nobody_asks  // the translator rests, or the day's budget is spent
  };
  kind what = kind::nobody_asks;
  translated_words words{};
};

class translator {
 public:
  virtual ~translator() = default;
  // Remembers what it answered: the same wish again costs nothing. Loop thread only.
  virtual task<translation> translate(translation_wish wish) = 0;
};

}  // namespace depeche
