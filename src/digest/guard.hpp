// The rule that holds an article back: sensitive words in what readers would see of it, no source, no date. Pure; may be asked on any
// thread.
#pragma once

#include "digest/word_list.hpp"
#include "news/article.hpp"
#include "news/digest.hpp"
#include "news/hold.hpp"

#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace depeche {

struct guard_settings {
  std::vector<std::shared_ptr<const word_list>> lists;  // of the account and the edition
  bool undated = false;    // holds what has no date, but for what the desk handed in
  bool unsourced = false;  // ... what has neither an address nor an author, likewise
};

class guard_rules {
 public:
  explicit guard_rules(guard_settings settings) : settings_(std::move(settings)) {}

  // Why an article is to be held: nothing found, nothing to hold. Looks at title, summary, text, HTML, author, the source's own
  // related headlines, and what it was translated from. An article that was looked at before and is as it was costs a hash of its words.
  std::vector<hold_reason> examine(const article& a) const;
  // What readers see of it in a digest, which may be worded anew.
  std::vector<hold_reason> examine(const digest_item& item) const;
  std::vector<hold_reason> examine_words(std::string_view text, held_part part) const;
  bool has_words() const { return !settings_.lists.empty(); }

 private:
  struct known {
    std::size_t words = 0;  // their hash
    std::vector<hold_reason> reasons;
  };
  std::vector<hold_reason> look(const article& a) const;

  guard_settings settings_;
  mutable std::mutex held_;
  mutable std::unordered_map<std::int64_t, known> known_;  // by article
};

// What `reasons` has beyond those that an editor let pass.
std::vector<hold_reason> beyond(std::vector<hold_reason> reasons, const std::vector<hold_reason>& passed);

// "the word “X” (reason) in the title: “... X ...”", "no date"; in English, for the log and `digest preview --why`.
std::string to_line(const hold_reason& reason);

}  // namespace depeche
