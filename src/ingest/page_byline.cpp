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
                                         "本報記者", "記者：",      "記者:",     "記者 ",  "記者",       "作者：",
                                         "作者:",    "作者／",      "作者/",     "作者",   "撰文：",     "撰文:",
                                         "撰文",     "文/",         "文／",      "文｜"};

// What somebody is, behind a comma.
constexpr std::string_view roles[] = {"editor",     "correspondent", "reporter", "writer",   "columnist", "staff",   "journalist",
                                      "journaliste", "correspondant", "envoyé",   "envoyée", "rédact",    "chef du", "cheffe du"};

// How the names of towns begin, which stand before a date too.
constexpr std::string_view town_words[] = {"La", "Le", "Les", "Saint", "Sainte", "New", "San", "Los", "Las", "Port", "Mont"};

// What may stand in a list of names in lower case.
constexpr std::string_view small_words[] = {"and", "et",  "avec", "with", "de", "du", "des", "la", "le", "van",
                                            "von", "der", "den",  "di",   "da", "al", "ben", "y",  "e"};

std::string_view without_role(std::string_view names) {
  for (auto comma = names.find(", "); comma != std::string_view::npos; comma = names.find(", ", comma + 1)) {
    const auto next = names.find(", ", comma + 1);
    const auto part = ascii_lower(names.substr(comma, next == std::string_view::npos ? next : next - comma));
    if (std::any_of(std::begin(roles), std::end(roles), [&](std::string_view role) { return part.find(role) != std::string::npos; }))
      return names.substr(0, comma);
  }
  return names;
}

// Where the names end: a comma, a dash or a bar, a figure, what tells of the date or the paper.
std::string_view before_rest(std::string_view line) {
  auto end = line.find_first_of("0123456789|()[]•·@");
  for (const std::string_view mark : {" - ", " – ", " — ", "  ", ", le ", " le ", " published", " publié", " posted", " on ",
                                      " updated", " mis à jour", "来源", "编辑", "责任", "发布", "日期", "來源", "編輯", "責任", "發布",
                                      "發佈", "出版", "更新", "／"}) {
    const auto lower = ascii_lower(line);
    end = std::min(end, lower.find(mark));
  }
  auto names = without_role(trim(line.substr(0, end)));
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

// "Claire Martin, le 24 novembre 2026"
std::string_view name_before_date(std::string_view line) {
  const auto comma = line.find(", le ");
  if (comma == std::string_view::npos || comma + 5 >= line.size() || line[comma + 5] < '0' || line[comma + 5] > '9') return {};
  const auto names = trim(line.substr(0, comma));
  const auto first = names.substr(0, names.find(' '));
  const bool town = std::find(std::begin(town_words), std::end(town_words), first) != std::end(town_words);
  const bool somebody = first.size() < names.size() && !town && are_latin_names(names);
  return somebody && ending_of(line) == ending::none ? names : std::string_view{};
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
  if (const auto names = name_before_date(line); !names.empty()) return squeeze_space(names);
  const auto names = before_rest(line);
  // Without an opening word only two words and more are believed to be somebody.
  const bool somebody =
      names.find(' ') != std::string_view::npos || static_cast<unsigned char>(names.empty() ? 0 : names[0]) >= 0xE3;
  return marked && somebody && ending_of(line) == ending::none && are_names(names) ? squeeze_space(names) : std::string{};
}

std::string read_byline(const page_outline& page, std::string_view title) {
  const auto title_at = find_title(page, title);
  if (title_at == 0) return {};
  const auto from = page.items[title_at].end;
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
