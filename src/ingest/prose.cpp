#include "ingest/prose.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace depeche {
namespace {

bool is_closing(char32_t c) {
  return std::u32string_view(U"\"'”’»）)]】」』》 \u00A0\u202F").find(c) != std::u32string_view::npos;
}

std::vector<char32_t> code_points(std::string_view s) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < s.size();) out.push_back(next_code_point(s, i));
  return out;
}

// The word that ends at byte `end`, without its full stop; of a longer one than any abbreviation its last bytes, since a hostile page may
// be one word of megabytes with a full stop every few letters.
std::string_view word_before(std::string_view text, std::size_t end) {
  constexpr std::size_t most = 64;
  if (end > most) {
    text = text.substr(end - most);
    end = most;
  }
  const auto begin = text.find_last_of(" \t\n('\"", end == 0 ? 0 : end - 1);
  return text.substr(begin == std::string_view::npos ? 0 : begin + 1, end - (begin == std::string_view::npos ? 0 : begin + 1));
}

bool is_abbreviation(std::string_view word) {
  if (count_code_points(word) <= 1) return true;
  if (word.find('.') != std::string_view::npos) return true;  // "U.S", "p.m"
  const std::string lower = ascii_lower(word);
  static constexpr std::string_view known[] = {"mr",   "mrs", "ms",  "dr",  "prof", "st", "ste",  "mm",  "mme",
                                               "mlle", "jr",  "sr",  "gen", "col",  "lt", "sen",  "rep", "gov",
                                               "no",   "vs",  "etc", "inc", "ltd",  "co", "corp", "art", "av"};
  return std::find(std::begin(known), std::end(known), lower) != std::end(known);
}

}  // namespace

std::string folded_line(std::string_view line) {
  std::string s;
  s.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const auto two = line.substr(i, 2);
    if (c == ' ' || (c >= '\t' && c <= '\r') || two == "\u00A0") {
      if (!s.empty() && s.back() != ' ') s += ' ';
      i += two == "\u00A0" ? 1 : 0;
    } else if (c >= 'A' && c <= 'Z') {
      s += static_cast<char>(c - 'A' + 'a');
    } else if (two == "À" || two == "É") {
      s += two == "À" ? "à" : "é";
      ++i;
    } else if (line.substr(i, 3) == "’") {
      s += '\'';
      i += 2;
    } else {
      s += c;
    }
  }
  if (!s.empty() && s.back() == ' ') s.pop_back();
  return s;
}

ending ending_of(std::string_view line) {
  auto points = code_points(trim(line));
  while (!points.empty() && is_closing(points.back())) points.pop_back();
  if (points.empty()) return ending::none;
  const char32_t last = points.back();
  if (std::u32string_view(U".。…！!").find(last) != std::u32string_view::npos) return ending::full_stop;
  if (last == U'?' || last == U'？') return ending::question;
  if (std::u32string_view(U":：,，;；、").find(last) != std::u32string_view::npos) return ending::open;
  return ending::none;
}

bool is_longer(std::string_view line, std::size_t weight) {
  // A letter weighs at least a quarter of its bytes, and no more than all of them.
  return line.size() > weight && (line.size() > weight * 4 || weight_of(line) > weight);
}

std::size_t count_prose_paragraphs(std::string_view text) {
  constexpr std::size_t least = 60;  // weight
  std::size_t count = 0;
  for (const auto line : split(text, '\n'))
    if (is_longer(line, least) && ending_of(line.size() > 200 ? line.substr(line.size() - 200) : line) == ending::full_stop) ++count;
  return count;
}

std::size_t weight_of(std::string_view line) {
  std::size_t weight = 0;
  for (std::size_t i = 0; i < line.size();) weight += is_cjk(next_code_point(line, i)) ? 3 : 1;
  return weight;
}

std::string first_sentence(std::string_view text) {
  const auto line = squeeze_space(text);
  const std::string_view view = line;
  for (std::size_t i = 0; i < view.size();) {
    const std::size_t at = i;
    const char32_t c = next_code_point(view, i);
    const bool wide = c == U'。' || c == U'！' || c == U'？';
    if (!wide && c != U'.' && c != U'!' && c != U'?' && c != U'…') continue;
    if (c == U'.' && is_abbreviation(word_before(view, at))) continue;
    // The sentence's closing quotes belong to it.
    while (i < view.size() && view[i] != ' ') {
      std::size_t next = i;
      if (!is_closing(next_code_point(view, next))) break;
      i = next;
    }
    if (wide || i >= view.size() || view[i] == ' ') return line.substr(0, i);
  }
  return line;
}

std::string title_out_of(std::string_view text) {
  constexpr std::size_t most = 400;
  std::string sentence = first_sentence(text);
  if (sentence.size() <= most) return sentence;
  constexpr std::string_view ellipsis = "…";
  std::string_view kept = truncate_bytes(sentence, most - ellipsis.size());
  if (const auto blank = kept.rfind(' '); blank != std::string_view::npos && blank > most / 2) kept = kept.substr(0, blank);
  return std::string(kept).append(ellipsis);
}

}  // namespace depeche
