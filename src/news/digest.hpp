// One composed issue of an edition.
#pragma once

#include "base/chinese_script.hpp"
#include "base/clock.hpp"
#include "news/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace depeche {

// A sentence of a summary and where it stands in its article's text: [begin, end) in code points. Empty ([0, 0)) when it was worded anew
// ([rewrite]): then it stands nowhere, and its numbers and names were found in what it was made of.
struct summary_sentence {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
  article_id article{};  // that it stands in, when that isn't the item's own: another source's on the same story
};

struct related_article {
  article_id id{};
  std::string title;
  std::string why;  // a reason that a person understands, in the digest's language
  double score = 0;
  std::string url{};  // of one that the source names and we don't have (its id is 0)
};

// Another source's article on the same event.
struct telling {
  article_id article{};
  std::string source;        // name of the [[source]]
  std::string source_title;  // what readers call it
};

// The article of an earlier day that an item goes on from.
struct earlier_turn {
  article_id article{};
  std::string title;
  std::string why;  // "suite de l’article de mardi", in the digest's language
};

struct digest_item {
  article_id article{};
  std::string title;
  std::string source;        // name of the [[source]]
  std::string source_title;  // what readers call it; empty: the name
  std::string url;  // the article at its source; may be empty
  std::string translated_from{};  // the language a machine translated it from; empty: it is as its source wrote it
  std::string image;         // the article's picture at its source; may be empty
  std::optional<timestamp> updated;
  std::vector<summary_sentence> summary;
  std::vector<related_article> related;
  std::vector<telling> also_in;    // one of each other source that tells the story
  std::optional<earlier_turn> continues;
  std::string section;             // its heading; empty for what stands before the first, and where an issue has none
  std::chrono::seconds reading{};  // how long the whole article takes; 0: not known
};

struct digest {
  digest_id id{};
  std::string account;
  std::string edition;
  std::string language;
  chinese_script script = chinese_script::as_written;  // that readers see; the items are as their articles are written
  std::string zone;         // of the edition: its dates are shown in it
  std::string day;          // the edition's local day, "2026-11-23"
  timestamp composed_at{};
  std::int64_t urgent = 0;  // number of the urgent item that goes out by it; 0: the day's own
  bool final = false;       // frozen by a push: what was sent stays as it was sent
  std::vector<digest_item> items;
};

}  // namespace depeche
