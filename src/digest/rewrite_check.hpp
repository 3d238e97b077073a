// Whether a text that a language model wrote may stand in place of a summary: it may say nothing that its article doesn't.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

struct rewrite_verdict {
  std::string text;     // as it may be shown: one line, without marks around it; empty when refused
  std::string refused;  // why not, for the log; empty when accepted
};

// `source` is all that the article says (title and text), `extract` the summary that would be replaced. Refused, for a false alarm costs
// only the better wording:
//   - a number that isn't in the source, with the same unit of magnitude ("3 million" is not "3 billion"), in digits or in words;
//   - a name that isn't: in French and English a word with a capital that the source doesn't have (at a sentence's beginning, unless it is
//     a common word) or two such words side by side that the source never has so; in Chinese a word that the dictionary doesn't know, a
//     place or an institution; Latin letters between Chinese ones;
//   - a quotation or a 《title》 that isn't word for word there;
//   - less than 60 % of the words that say something from the source: another subject, another language, an apology;
//   - longer than the extract by a fourth, several paragraphs, markup, addresses, control characters, ill-formed UTF-8.
rewrite_verdict check_rewrite(std::string_view language, std::string_view source, std::string_view extract, std::string_view written);

}  // namespace depeche
