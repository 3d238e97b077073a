// A list of sensitive words: one entry a line, a reason after "|", comments after "#". Found in a text in time that depends on the
// text's length, not on the list's (Aho and Corasick, 1975).
#pragma once

#include "base/result.hpp"
#include "digest/folded_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace depeche {

struct listed_word {
  std::string word;    // as written
  std::string reason;  // may be empty
};

// Where an entry was found: the letters [begin, end) of a folded text.
struct word_hit {
  std::size_t entry = 0;
  std::size_t begin = 0, end = 0;
};

class word_list {
 public:
  // Fails with bad_config (file and line) at the first line that no text could match, or that is not UTF-8; with too_large above 200,000
  // entries or 200 bytes an entry. An entry that is there twice counts once, with the first one's reason.
  static result<word_list> parse(std::string_view text, const std::string& file);
  // The same from a file of at most 16 MiB. Fails with bad_config when it can't be read.
  static result<word_list> load(const std::string& file);

  std::size_t size() const { return entries_.size(); }
  const listed_word& at(std::size_t entry) const { return entries_[entry]; }

  // The entries in a text, each once, where it stands first; at most `most`. A word in letters counts only whole ("cat" is not in
  // "cathedral"), Chinese counts wherever it stands.
  std::vector<word_hit> find(const folded_text& text, std::size_t most) const;

 private:
  struct node {
    std::uint32_t fallback = 0;  // the longest other beginning that ends here
    std::uint32_t shorter = 0;   // the next node on that way where an entry ends; 0: none
    std::uint32_t entry = 0;     // that ends here, plus one; 0: none
    std::uint32_t depth = 0;     // letters from the root
  };
  void add(const std::u32string& letters, std::uint32_t entry);
  void link();
  std::uint32_t child(std::uint32_t of, char32_t letter) const;  // 0: none

  std::vector<listed_word> entries_;
  std::vector<node> nodes_{node{}};
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;  // node and letter -> node; nodes are numbered in order of adding
  std::vector<bool> begins_ = std::vector<bool>(0x10000);   // letters of the basic plane with which an entry begins
  bool begins_beyond_ = false;                              // ... and of the other planes
};

}  // namespace depeche
