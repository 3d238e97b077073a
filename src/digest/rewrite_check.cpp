#include "digest/rewrite_check.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/break_iterator.hpp"
#include "digest/sentences.hpp"
#include "digest/stated_numbers.hpp"
#include "digest/stop_words.hpp"
#include "digest/terms.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <cctype>
#include <unordered_set>
#include <utility>
#include <vector>

namespace depeche {
namespace {

constexpr std::size_t shortest_limit = 120;      // code points that any rewrite may have
constexpr std::size_t longest_source = 200'000;  // bytes of an article that are looked at
constexpr double least_support = 0.6;

using words_seen = std::unordered_set<std::string>;

std::string refusal(std::string_view what, std::string_view which) {
  return std::string(what) + ": " + std::string(truncate_bytes(which, 60));
}

bool is_chinese(std::string_view language) { return language.starts_with("zh"); }

// Models like to wrap what they were asked for.
std::string_view unwrap(std::string_view s) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"\"", "\""}, {"“", "”"}, {"«", "»"}, {"「", "」"}}) {
    const bool wrapped = s.size() > open.size() + close.size() && s.starts_with(open) && s.ends_with(close);
    if (!wrapped) continue;
    const auto inner = s.substr(open.size(), s.size() - open.size() - close.size());
    if (inner.find(open) == inner.npos && inner.find(close) == inner.npos) return trim(inner);
  }
  return s;
}

std::string form_problem(std::string_view written, std::string_view extract) {
  if (written.empty()) return "nothing was written";
  if (!is_utf8(written)) return "not UTF-8";
  for (std::size_t pos = 0; pos < written.size();) {
    const char32_t c = next_code_point(written, pos);
    const auto kind = u_charType(static_cast<UChar32>(c));
    // Directions and other invisible marks could make a text read otherwise than it is checked.
    if (kind == U_CONTROL_CHAR || kind == U_FORMAT_CHAR || kind == U_PRIVATE_USE_CHAR || kind == U_UNASSIGNED) return "control characters";
  }
  for (const std::string_view mark : {"<", ">", "http:", "https:", "www.", "**", "##", "`", "](", "{{"})
    if (written.find(mark) != written.npos) return refusal("markup or an address", mark);
  const std::size_t limit = std::max(shortest_limit, count_code_points(extract) * 5 / 4);
  if (count_code_points(written) > limit) return "longer than what it replaces";
  return "";
}

std::string number_problem(std::string_view source, std::string_view written) {
  const auto known = stated_numbers(source);
  for (const std::string& number : stated_numbers(written))
    if (!known.contains(number)) return refusal("a number that the article doesn't have", number);
  return "";
}

std::string quotation_problem(std::string_view source, std::string_view written) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"“", "”"}, {"«", "»"}, {"「", "」"}, {"『", "』"},
                                    {"《", "》"}, {"\"", "\""}}) {
    for (std::size_t at = written.find(open); at != written.npos; at = written.find(open, at)) {
      at += open.size();
      const std::size_t end = written.find(close, at);
      if (end == written.npos) return "a quotation that doesn't end";
      const auto said = trim(written.substr(at, end - at));
      if (source.find(said) == source.npos) return refusal("a quotation that isn't in the article", said);
      at = end + close.size();
    }
  }
  return "";
}

// The parts of words between apostrophes: "l'Élysée" is "l" and "Élysée".
std::vector<std::string_view> parts_of(std::string_view word) {
  std::vector<std::string_view> parts;
  while (!word.empty()) {
    std::size_t cut = word.size(), mark = 0;
    for (const std::string_view apostrophe : {"'", "’", "-"})
      if (const auto at = word.find(apostrophe); at < cut) {
        cut = at;
        mark = apostrophe.size();
      }
    if (cut > 0) parts.push_back(word.substr(0, cut));
    word.remove_prefix(std::min(word.size(), cut + mark));
  }
  return parts;
}

bool is_capital(std::string_view word) {
  std::size_t pos = 0;
  return !word.empty() && u_isupper(static_cast<UChar32>(next_code_point(word, pos)));
}

words_seen words_of(std::string_view folded) {
  words_seen words;
  each_word(folded, [&](std::string_view word) {
    for (const auto part : parts_of(word)) words.emplace(part);
  });
  return words;
}

bool is_everyday(std::string_view language, const std::string& folded) {
  static const auto listed = [](std::string_view l) {
    words_seen words;
    for (const auto word : split(common_words(l), ' ')) words.emplace(word);
    return words;
  };
  static const words_seen french = listed("fr"), english = listed("en");
  return stop_words(language).contains(folded) || (language.starts_with("fr") ? french : english).contains(folded);
}

// French and English.
std::string capital_problem(std::string_view language, std::string_view source, std::string_view written) {
  const words_seen known = words_of(source);
  for (const text_span& sentence : sentence_spans(written, language)) {
    bool first = true;
    std::string before;  // the capitalised word just before, folded
    std::size_t before_end = 0;
    std::string problem;
    const auto text = written.substr(sentence.begin, sentence.end - sentence.begin);
    each_word(text, [&](std::string_view word) {
      for (const auto part : parts_of(word)) {
        const bool begins = std::exchange(first, false);
        const auto at = static_cast<std::size_t>(part.data() - text.data());
        const auto gap = text.substr(before_end, at - before_end);
        const std::string last = std::exchange(before, "");
        before_end = at + part.size();
        if (!is_capital(part)) continue;
        const std::string folded = fold_for_comparison(part);
        if (!known.contains(folded) && !(begins && is_everyday(language, folded))) {
          if (problem.empty()) problem = refusal("a name that the article doesn't have", part);
          continue;
        }
        // Two known names may make an unknown person. What begins a sentence may be any word.
        const bool beside = !last.empty() && (gap == " " || gap == "-" || gap == "\u00A0");
        if (beside && problem.empty() && source.find(last + (gap == "-" ? "-" : " ") + folded) == source.npos)
          problem = refusal("two names that the article doesn't have side by side", last + " " + folded);
        if (!begins) before = folded;
      }
    });
    if (!problem.empty()) return problem;
  }
  return "";
}

// The last character tells a place or an institution.
bool names_a_place(std::string_view word) {
  static constexpr std::u32string_view ends = U"市省县区镇村国州部局院校党军港岛河湖路街厅署委社馆站寺";
  char32_t last = 0;
  std::size_t count = 0;
  for (std::size_t pos = 0; pos < word.size(); ++count) last = next_code_point(word, pos);
  return count > 2 && ends.find(last) != ends.npos;
}

// The commonest family names, nine people of ten. What follows one is taken for a given name.
bool is_family_name(std::string_view word) {
  static constexpr std::u32string_view names =
      U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾韦夏付方邹熊白孟秦邱江尹薛闫段雷侯龙陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
      U"張劉陳楊黃趙吳孫馬許韓馮鄧蕭葉蘇呂盧譚陸範鐘賈韋鄒龍陶賀顧龔錢嚴湯";
  std::size_t pos = 0;
  const char32_t c = next_code_point(word, pos);
  return pos == word.size() && names.find(c) != names.npos;
}

std::string chinese_problem(std::string_view source, std::string_view written) {
  std::string run, problem;  // of single characters: what the dictionary doesn't know
  std::string family;        // the word before, when it is a family name
  std::size_t length = 0;
  const auto close = [&] {
    if (length > 1 && source.find(run) == source.npos && problem.empty()) problem = refusal("a name that the article doesn't have", run);
    run.clear();
    length = 0;
  };
  each_piece(written, boundary::word, [&](std::size_t begin, std::size_t end, bool is_word) {
    const auto word = written.substr(begin, end - begin);
    const std::size_t size = count_code_points(word);
    std::size_t pos = 0;
    const bool wide = is_word && is_cjk(next_code_point(word, pos));
    const std::string before = std::exchange(family, wide && is_family_name(word) ? std::string(word) : "");
    if (wide && size <= 2 && !before.empty() && problem.empty() && source.find(before + std::string(word)) == source.npos)
      problem = refusal("a name that the article doesn't have", before + std::string(word));
    if (wide && size == 1 && !stop_words("zh").contains(word)) {
      run += word;
      ++length;
      return;
    }
    close();
    if (!is_word || !problem.empty()) return;
    const bool must_be_there = wide ? names_a_place(word) : size > 1 || !std::isdigit(static_cast<unsigned char>(word.front()));
    if (must_be_there && source.find(word) == source.npos) problem = refusal("a name that the article doesn't have", word);
  });
  close();
  return problem;
}

std::string support_problem(std::string_view language, std::string_view source, std::string_view written) {
  vocabulary words(language);
  const auto in_source = words.terms(source);
  const std::unordered_set<term> known(in_source.begin(), in_source.end());
  const auto said = words.terms(written);
  if (said.empty()) return "it says nothing";
  const auto supported = std::count_if(said.begin(), said.end(), [&](term t) { return known.contains(t); });
  if (static_cast<double>(supported) < least_support * static_cast<double>(said.size())) return "too much of it isn't in the article";
  return "";
}

}  // namespace

rewrite_verdict check_rewrite(std::string_view language, std::string_view source, std::string_view extract, std::string_view written) {
  const std::string_view whole = trim(written);
  if (whole.find("\n\n") != whole.npos) return {"", "several paragraphs"};
  const std::string line = squeeze_space(unwrap(whole));
  if (std::string problem = form_problem(line, extract); !problem.empty()) return {"", std::move(problem)};
  const std::string known = fold_for_comparison(repair_utf8(truncate_bytes(source, longest_source)));
  const std::string said = fold_for_comparison(line);
  for (std::string problem : {number_problem(known, said), quotation_problem(known, said),
                              is_chinese(language) ? chinese_problem(known, said) : capital_problem(language, known, line),
                              support_problem(language, known, said)})
    if (!problem.empty()) return {"", std::move(problem)};
  return {line, ""};
}

}  // namespace depeche
