#include "digest/word_list.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <unordered_set>

namespace depeche {
namespace {

constexpr std::size_t most_entries = 200'000;
constexpr std::size_t most_bytes = 200;
constexpr std::size_t most_file_bytes = 16 << 20;

std::uint64_t edge(std::uint32_t of, char32_t letter) { return (std::uint64_t{of} << 32) | letter; }

bool is_letter(char32_t c) { return u_isalnum(static_cast<UChar32>(c)); }

// Whether a word could go on from one of these letters to the other.
bool goes_on(char32_t left, char32_t right) { return is_letter(left) && is_letter(right) && !is_chinese(left) && !is_chinese(right); }

bool is_whole(const std::u32string& text, std::size_t begin, std::size_t end) {
  return !(begin > 0 && goes_on(text[begin - 1], text[begin])) && !(end < text.size() && goes_on(text[end - 1], text[end]));
}

std::string name_of_line(const std::string& file, std::size_t line) { return file + ":" + std::to_string(line); }

}  // namespace

void word_list::add(const std::u32string& letters, std::uint32_t entry) {
  std::uint32_t at = 0;
  for (const char32_t letter : letters) {
    const auto [next, fresh] = edges_.try_emplace(edge(at, letter), static_cast<std::uint32_t>(nodes_.size()));
    if (fresh) nodes_.push_back({0, 0, 0, nodes_[at].depth + 1});
    at = next->second;
  }
  if (nodes_[at].entry == 0) nodes_[at].entry = entry + 1;
  if (letters[0] < begins_.size()) begins_[letters[0]] = true;
  else begins_beyond_ = true;
}

std::uint32_t word_list::child(std::uint32_t of, char32_t letter) const {
  if (of == 0 && !(letter < begins_.size() ? begins_[letter] : begins_beyond_)) return 0;
  const auto found = edges_.find(edge(of, letter));
  return found == edges_.end() ? 0 : found->second;
}

// Level by level, so that what a node falls back to is linked before it.
void word_list::link() {
  struct step {
    std::uint32_t from, to;
    char32_t letter;
  };
  std::vector<step> steps;
  steps.reserve(edges_.size());
  for (const auto& [key, to] : edges_) steps.push_back({static_cast<std::uint32_t>(key >> 32), to, static_cast<char32_t>(key & 0xFFFFFFFF)});
  std::sort(steps.begin(), steps.end(), [&](const step& a, const step& b) {
    return std::pair(nodes_[a.to].depth, a.to) < std::pair(nodes_[b.to].depth, b.to);
  });
  for (const step& s : steps) {
    if (s.from == 0) continue;
    std::uint32_t back = nodes_[s.from].fallback;
    while (back != 0 && child(back, s.letter) == 0) back = nodes_[back].fallback;
    node& to = nodes_[s.to];
    to.fallback = child(back, s.letter);
    to.shorter = nodes_[to.fallback].entry != 0 ? to.fallback : nodes_[to.fallback].shorter;
  }
}

result<word_list> word_list::parse(std::string_view text, const std::string& file) {
  word_list list;
  std::unordered_set<std::string> seen;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    if (!is_utf8(line)) return fail(errc::bad_config, "not UTF-8", name_of_line(file, number), "save the list as UTF-8");
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t bar = line.find('|');
    const std::string_view word = trim(line.substr(0, bar));
    if (word.size() > most_bytes)
      return fail(errc::too_large, "an entry longer than " + std::to_string(most_bytes) + " bytes", name_of_line(file, number), "write a word or a few; texts are not matched");
    const folded_text folded = fold_text(word);
    if (std::all_of(folded.letters.begin(), folded.letters.end(), [](char32_t c) { return u_ispunct(static_cast<UChar32>(c)) || c == ' '; }))
      return fail(errc::bad_config, word.empty() ? "a reason without a word" : "nothing that a text could match", name_of_line(file, number),
                  "write: word | reason");
    std::string key;
    for (const char32_t letter : folded.letters) append_code_point(key, letter);
    if (!seen.insert(std::move(key)).second) continue;
    if (list.entries_.size() == most_entries)
      return fail(errc::too_large, "more than " + std::to_string(most_entries) + " entries", name_of_line(file, number), "split the list");
    list.add(folded.letters, static_cast<std::uint32_t>(list.entries_.size()));
    list.entries_.push_back({std::string(word), std::string(bar == line.npos ? std::string_view() : trim(line.substr(bar + 1)))});
  }
  list.link();
  return list;
}

result<word_list> word_list::load(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text;
  if (in) text.assign(std::istreambuf_iterator<char>(in), {});
  if (!in || in.bad()) return fail(errc::bad_config, "the list of sensitive words cannot be read", file, "make the file, or correct sensitive_words");
  if (text.size() > most_file_bytes) return fail(errc::too_large, "a list of over 16 MiB", file, "split the list");
  return parse(text, file);
}

std::vector<word_hit> word_list::find(const folded_text& text, std::size_t most) const {
  std::vector<word_hit> hits;
  if (entries_.empty()) return hits;
  std::unordered_set<std::uint32_t> found;
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < text.letters.size(); ++i) {
    const char32_t letter = text.letters[i];
    std::uint32_t next = child(at, letter);
    while (next == 0 && at != 0) {
      at = nodes_[at].fallback;
      next = child(at, letter);
    }
    at = next;
    for (std::uint32_t n = nodes_[at].entry != 0 ? at : nodes_[at].shorter; n != 0; n = nodes_[n].shorter) {
      const std::size_t begin = i + 1 - nodes_[n].depth;
      if (!is_whole(text.letters, begin, i + 1) || !found.insert(nodes_[n].entry).second) continue;
      hits.push_back({nodes_[n].entry - 1, begin, i + 1});
      if (hits.size() == most) return hits;
    }
  }
  return hits;
}

}  // namespace depeche
