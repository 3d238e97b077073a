// Which of an edition's subjects an article is on: topics, keywords, and what the edition has muted.
#pragma once

#include "digest/terms.hpp"
#include "news/article.hpp"
#include "news/edition.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace depeche {

struct subject_marks {
  std::vector<std::string> topics;  // of the edition's, as it writes them; where it names none, the article's own first category
  std::string keyword;              // the first that it is on; empty: none
  std::string muted;                // likewise
};

// An edition's subjects, made ready once. Not thread-safe; remembers the articles that it looked at.
//
// Words are compared as stems, Chinese by characters with Traditional and Simplified alike. An article is on a topic by its feed's
// categories when it has any, else by its title and first lines; on a keyword by its categories or anywhere in its words; it is muted
// by its categories, its title, or when its text says the word twice: one mention is not a subject.
class subject_rules {
 public:
  explicit subject_rules(const edition& e);

  bool empty() const { return topics_.empty() && keywords_.empty() && muted_.empty() && !by_category_; }
  const subject_marks& of(const article& a);

 private:
  // What one article says, made comparable once.
  struct words {
    std::vector<term> terms;
    std::u32string letters;  // for entries in Chinese; empty when there are none
  };
  struct entry {
    std::string written;
    std::vector<term> terms;
    std::u32string letters;  // of an entry in Chinese; else empty
  };
  struct known {
    std::size_t content = 0;
    subject_marks marks;
  };
  entry read(const std::string& written);
  words words_of(std::string_view text);
  static std::size_t count(const entry& e, const words& in);
  subject_marks look(const article& a);

  vocabulary vocabulary_;
  bool has_chinese_ = false;
  bool by_category_ = false;  // no topics are named, but there is a cap: categories are the topics
  std::vector<entry> topics_, keywords_, muted_;
  std::unordered_map<std::int64_t, known> known_;  // by article
  subject_marks last_;                             // of an article without an id
};

}  // namespace depeche
