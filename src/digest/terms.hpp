// A text's words as the rules compare them: lower case, without elision, accents and endings, and without the words that say
// nothing. Each becomes a small number.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

using term = std::uint32_t;

// Calls `each` for every word or number of `text`, in order, as a view of it. Letters, digits and marks, with inner apostrophes and
// the inner points of numbers ("aujourd'hui", "3,5"); Chinese is cut by ICU's dictionary.
void each_word(std::string_view text, const std::function<void(std::string_view)>& each);
std::size_t count_words(std::string_view text);

// One language's words and their numbers. Not thread-safe: one for each piece of work.
class vocabulary {
 public:
  explicit vocabulary(std::string_view language);
  ~vocabulary();
  vocabulary(vocabulary&&) noexcept;
  vocabulary& operator=(vocabulary&&) noexcept;

  // The terms of `text` in order, with repetitions.
  std::vector<term> terms(std::string_view text);
  // The term of one word as each_word() gives it; nothing when it says nothing.
  std::optional<term> term_of(std::string_view word);
  // A mark that is no word (a pair of characters, a word's beginning), kept apart from the words by its kind.
  term mark(char kind, std::string_view of);
  // The term of words that name the same thing, if it was met before: for topics that readers wrote.
  std::vector<term> known_terms(std::string_view text);
  // Whether it is one of the words that any article may hold ("pays", "year", "今年"): rarely what an article is about.
  bool is_common(term t) const;
  std::size_t size() const;  // every term is below

 private:
  struct tables;
  std::unique_ptr<tables> tables_;
};

}  // namespace depeche
