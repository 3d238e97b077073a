#include "digest/cut.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/break_iterator.hpp"
#include "digest/sentences.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::string_view ellipsis = "…";

// The links of `text`, "<a ...>...</a>", each to be kept whole.
std::vector<text_span> links_of(std::string_view text) {
  std::vector<text_span> links;
  for (std::size_t pos = text.find("<a "); pos != text.npos; pos = text.find("<a ", pos)) {
    const std::size_t close = text.find("</a>", pos);
    if (close == text.npos) break;
    links.push_back({pos, close + 4});
    pos = close + 4;
  }
  return links;
}

// Knows where a text may end: not within a link, and at most at `limit`.
class places {
 public:
  places(std::string_view text, std::size_t limit, std::string_view language)
      : text_(truncate_bytes(text, limit + lookahead)), whole_(text_.size() == text.size()), limit_(limit), language_(language),
        links_(links_of(text_)) {
    const std::size_t open = text_.rfind("<a ");
    if (!whole_ && open != text_.npos && (links_.empty() || open >= links_.back().end)) links_.push_back({open, text_.size()});
  }

  // 0 when there is none.
  std::size_t last_sentence_end() const {
    std::size_t best = 0;
    for (const text_span& s : sentence_spans(text_, language_)) {
      if (s.end > limit_ || (!whole_ && s.end == text_.size())) break;
      if (!in_link(s.end)) best = s.end;
    }
    return best;
  }

  std::size_t last_word_end(std::size_t limit) const {
    std::size_t best = 0;
    char32_t before = ' ';
    for (std::size_t pos = 0; pos <= limit;) {
      const std::size_t at = pos;
      if (at >= text_.size()) break;
      const char32_t c = next_code_point(text_, pos);
      const bool gap = c == ' ' || c == '\n' || c == 0x3000 || c == 0xA0 || c == 0x202F;
      const bool was_gap = before == ' ' || before == '\n' || before == 0x3000 || before == 0xA0 || before == 0x202F;
      if (!was_gap && (gap || (is_cjk(c) && is_cjk(before) && !is_wide_punctuation(c))) && !in_link(at)) best = at;
      before = c;
    }
    return best;
  }

  std::size_t last_character_end(std::size_t limit) const {
    std::size_t end = truncate_bytes(text_, limit).size();
    for (const text_span& link : links_)
      if (end > link.begin && end < link.end) end = link.begin;
    return end;
  }

 private:
  static constexpr std::size_t lookahead = 256;  // what follows decides whether a full stop ends a sentence

  // Full-width marks belong to the word before them.
  static bool is_wide_punctuation(char32_t c) {
    return (c >= 0x3001 && c <= 0x3002) || (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF1F) || c == 0x300D || c == 0x300F ||
           c == 0x300B || c == 0x3011;
  }
  bool in_link(std::size_t at) const {
    return std::any_of(links_.begin(), links_.end(), [at](const text_span& l) { return at > l.begin && at < l.end; });
  }

  std::string_view text_;
  bool whole_;
  std::size_t limit_;
  std::string_view language_;
  std::vector<text_span> links_;
};

}  // namespace

std::string cut_at_sentence(std::string_view text, std::size_t max_bytes, std::string_view language) {
  if (text.size() <= max_bytes) return std::string(text);
  const places at(text, max_bytes, language);
  if (const std::size_t end = at.last_sentence_end()) return std::string(text.substr(0, end));
  if (max_bytes > ellipsis.size())
    if (const std::size_t end = at.last_word_end(max_bytes - ellipsis.size())) return std::string(text.substr(0, end)) + std::string(ellipsis);
  return std::string(text.substr(0, at.last_character_end(max_bytes)));
}

std::vector<std::string> split_at_sentences(std::string_view text, std::size_t max_bytes, std::string_view language) {
  std::vector<std::string> pieces;
  for (std::string_view rest = trim(text); !rest.empty(); rest = trim(rest)) {
    std::size_t end = rest.size();
    if (end > max_bytes) {
      const places at(rest, max_bytes, language);
      end = at.last_sentence_end();
      if (end == 0) end = at.last_word_end(max_bytes);
      if (end == 0) end = at.last_character_end(max_bytes);
      if (end == 0) end = truncate_bytes(rest, max_bytes).size();              // a link longer than a message
      if (end == 0) end = std::max<std::size_t>(1, bytes_of_code_points(rest, 1));  // a limit shorter than a character
    }
    pieces.emplace_back(trim(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
  return pieces;
}

std::string cut_characters(std::string_view text, std::size_t max_characters) {
  if (count_code_points(text) <= max_characters) return std::string(text);
  if (max_characters == 0) return {};
  const std::size_t room = bytes_of_code_points(text, max_characters - 1);  // and the ellipsis
  const std::string_view looked_at = text.substr(0, bytes_of_code_points(text, max_characters + 40));
  std::size_t word = 0, character = 0, whole = 0;
  each_piece(looked_at, boundary::word, [&](std::size_t, std::size_t end, bool is_word) {
    if (end <= room && is_word) word = end;
  });
  const std::size_t limit = bytes_of_code_points(text, max_characters);
  each_piece(looked_at, boundary::character, [&](std::size_t, std::size_t end, bool) {
    if (end <= room) character = end;
    if (end <= limit) whole = end;
  });
  // A word that takes most of the room is cut rather than left out.
  const std::size_t end = word * 2 >= room ? word : character;
  if (end > 0) return std::string(trim(text.substr(0, end))) + std::string(ellipsis);
  return std::string(text.substr(0, whole));
}

}  // namespace depeche
