#include "ingest/page_byline.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/article_lines.hpp"
#include "ingest/block_names.hpp"
#include "ingest/prose.hpp"

#include <unicode/uchar.h>

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t longest_byline = 120;  // weight
constexpr std::size_t longest_names = 70;
constexpr std::size_t most_words = 9;
constexpr int most_lines = 12;

// What opens a byline.
constexpr std::string_view openings[] = {"by ",      "written by ", "story by ", "par ",   "écrit par ", "propos recueillis par ",
                                         "本报记者", "见习记者",    "记者：",    "记者:",  "记者 ",      "记者",
                                         "作者：",   "作者:",       "作者",      "撰文：", "撰文",       "文/",
                                         "文／",     "文｜"};

// What may stand in a list of names in lower case.
constexpr std::string_view small_words[] = {"and", "et",  "avec", "with", "de", "du", "des", "la", "le", "van",
                                            "von", "der", "den",  "di",   "da", "al", "ben", "y",  "e"};

// Where the names end: a comma, a dash or a bar, a figure, what tells of the date or the paper.
std::string_view before_rest(std::string_view line) {
  auto end = line.find_first_of("0123456789|()[]•·@");
  for (const std::string_view mark : {" - ", " – ", " — ", "  ", ", le ", " le ", " published", " publié", " posted", " on ",
                                      " updated", " mis à jour", "来源", "编辑", "责任", "发布", "日期"}) {
    const auto lower = ascii_lower(line);
    end = std::min(end, lower.find(mark));
  }
  auto names = trim(line.substr(0, end));
  while (!names.empty() && std::string_view(",;:./").find(names.back()) != std::string_view::npos)
    names = trim(names.substr(0, names.size() - 1));
  return names;
}

bool begins_large(std::string_view word) {
  std::size_t pos = 0;
  const auto c = next_code_point(word, pos);
  return u_isupper(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c));
}

bool are_latin_names(std::string_view names) {
  std::size_t words = 0, large = 0;
  for (auto word : split(names, ' ')) {
    while (!word.empty() && (word.back() == ',' || word.back() == '.')) word.remove_suffix(1);
    if (word.empty()) continue;
    ++words;
    if (begins_large(word))
      ++large;
    else if (!word.starts_with("d'") && !word.starts_with("d’") &&
             std::find(std::begin(small_words), std::end(small_words), word) == std::end(small_words))
      return false;
  }
  return words >= 1 && words <= most_words && large >= 1;
}

// One to four names of two to four characters, as Chinese papers give them.
bool are_chinese_names(std::string_view names) {
  std::size_t in_name = 0, all = 0;
  for (std::size_t pos = 0; pos < names.size();) {
    const auto c = next_code_point(names, pos);
    if (c == ' ' || c == U'、' || c == U'　' || c == U'，') {
      in_name = 0;
      continue;
    }
    if (!is_cjk(c) || ++in_name > 4 || ++all > 12) return false;
  }
  return all >= 2;
}

bool are_names(std::string_view names) {
  if (names.size() < 3 || weight_of(names) > longest_names) return false;
  std::size_t pos = 0;
  return is_cjk(next_code_point(names, pos)) ? are_chinese_names(names) : are_latin_names(names);
}

}  // namespace

std::string names_in_byline(std::string_view line, bool marked) {
  line = trim(line);
  if (line.empty() || weight_of(line) > longest_byline) return {};
  const auto lower = ascii_lower(line);
  for (const auto opening : openings)
    if (lower.starts_with(opening)) {
      const auto names = before_rest(line.substr(opening.size()));
      return are_names(names) ? squeeze_space(names) : std::string{};
    }
  // "Published on March 5 by Ann Lee"
  for (const std::string_view inner : {" by ", " par ", "记者 ", "记者：", "作者：", "作者:"})
    if (const auto at = lower.find(inner); at != std::string::npos) {
      const auto inside = before_rest(line.substr(at + inner.size()));
      return ending_of(line) == ending::none && line.substr(0, at).find_first_of("0123456789") != std::string_view::npos &&
                     are_names(inside)
                 ? squeeze_space(inside)
                 : std::string{};
    }
  const auto names = before_rest(line);
  // Without an opening word only two words and more are believed to be somebody.
  const bool somebody =
      names.find(' ') != std::string_view::npos || static_cast<unsigned char>(names.empty() ? 0 : names[0]) >= 0xE3;
  return marked && somebody && ending_of(line) == ending::none && are_names(names) ? squeeze_space(names) : std::string{};
}

std::string read_byline(const page_outline& page, std::string_view title) {
  std::uint32_t from = 0;
  for (std::uint32_t i = 1; i < page.items.size() && from == 0; ++i)
    if (is_heading(page.items[i].kind) && repeats_title(page.line(i), title)) from = page.items[i].end;
  if (from == 0) return {};
  int lines = 0;
  for (auto i = from; i < page.items.size() && lines < most_lines;) {
    const auto& item = page.items[i];
    if (item.dropped || item.hidden || item.kind == element_kind::silent || item.below.text == 0) {
      i = item.end;
      continue;
    }
    bool leaf = true;
    each_child(page, i, [&](std::uint32_t c) { leaf = leaf && page.items[c].phrasing; });
    const bool marked = is_byline_block(item);
    if (leaf || item.phrasing || (marked && item.below.text < longest_byline)) {
      ++lines;
      if (auto names = names_in_byline(page.line(i, 400), marked); !names.empty()) return names;
      i = item.end;
    } else {
      ++i;
    }
  }
  return {};
}

}  // namespace depeche
