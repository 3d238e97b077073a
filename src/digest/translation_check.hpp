// Whether what a language model wrote may stand as the translation of an article: as far as a program can tell, it says the same.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

struct translated_words {
  std::string title;
  std::string text;  // paragraphs separated by "\n\n"; empty when the original's is
};

struct translation_verdict {
  translated_words words;  // as they may be shown
  std::string refused;     // why not, for the log; empty when accepted
};

// What is asked for, and what `written` must be: the title in the first line, an empty line, then the paragraphs of the text, each as one
// block. Refused, for a false alarm costs only one translation:
//   - another number of paragraphs than the original has, or less than half or more than twice the length that the two languages lead one to expect;
//   - a text, title or paragraph that isn't in the language `to` (its commonest words; for Chinese its script): a copy, an apology;
//   - in a title or paragraph a number in digits that the original's doesn't state in any form (digest/number_values), or more than one in eight of the
//     original's numbers from ten up gone;
//   - addresses that the original doesn't have, markup, control characters, ill-formed UTF-8, a translator's note.
// Names are not compared: they change from language to language (London, Londres, 伦敦). Languages: "fr", "en", "zh".
translation_verdict check_translation(std::string_view from, std::string_view to, const translated_words& original, std::string_view written);

}  // namespace depeche
