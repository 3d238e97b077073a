#include "digest/translation_check.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/number_values.hpp"
#include "digest/stop_words.hpp"
#include "digest/terms.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

namespace depeche {
namespace {

constexpr std::size_t longest_title = 400;  // bytes, as any article's
constexpr std::size_t few_characters = 120;  // below, lengths and languages tell little

std::vector<std::string> blocks_of(std::string_view text) {
  std::vector<std::string> blocks;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    if (std::string one = squeeze_space(text.substr(0, end)); !one.empty()) blocks.push_back(std::move(one));
    text.remove_prefix(std::min(text.size(), end + 2));
  }
  return blocks;
}

std::string form_problem(const std::string& original, const std::string& block) {
  for (std::size_t pos = 0; pos < block.size();) {
    const std::size_t begin = pos;
    const auto kind = u_charType(static_cast<UChar32>(next_code_point(block, pos)));
    const bool hidden = kind == U_CONTROL_CHAR || kind == U_FORMAT_CHAR || kind == U_PRIVATE_USE_CHAR || kind == U_UNASSIGNED;
    if (hidden && original.find(block.substr(begin, pos - begin)) == original.npos) return "control characters";
  }
  for (const std::string_view mark : {"<", "http:", "https:", "www.", "**", "# ", "```", "](", "{{"})
    if (block.find(mark) != block.npos && original.find(mark) == original.npos) return fmt::format("markup or an address: {}", mark);
  return "";
}

// How long a text is in characters of English: a Chinese one counts for three.
double weight(std::string_view text, std::string_view language) {
  double all = 0;
  for (std::size_t pos = 0; pos < text.size();) all += is_cjk(next_code_point(text, pos)) ? 3 : 1;
  return language == "fr" ? all / 1.15 : all;
}

std::string length_problem(double original, double written) {
  const double most = original < few_characters ? 4 : 2;
  if (written > original * most || written * most < original) return fmt::format("as long as {:.0f} characters where {:.0f} were expected", written, original);
  return "";
}

// Of a title, a paragraph or the whole.
bool is_in_language(std::string_view to, std::string_view text) {
  std::size_t letters = 0, chinese = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = next_code_point(text, pos);
    letters += u_isalpha(static_cast<UChar32>(c)) ? 1U : 0U;
    chinese += is_cjk(c) ? 1U : 0U;
  }
  std::size_t french = 0, english = 0;
  each_word(ascii_lower(text), [&](std::string_view word) {
    const bool of_french = stop_words("fr").contains(word), of_english = stop_words("en").contains(word);
    if (of_french != of_english) ++(of_french ? french : english);
  });
  // News on technology is full of Latin names, but not of little words.
  if (to == "zh") return 20 * chinese >= letters && french + english <= 2 + chinese / 10;
  if (3 * chinese > letters) return false;
  const std::size_t own = to == "fr" ? french : english, other = to == "fr" ? english : french;
  // A few words tell little: names of papers have articles too.
  return other < 2 || own > other;
}

// Left as it was, although it is no mere name.
bool is_untranslated(std::string_view from, std::string_view original, std::string_view written) {
  if (squeeze_space(original) != squeeze_space(written)) return false;
  bool says_more = from == "zh";
  each_word(ascii_lower(original), [&](std::string_view word) { says_more = says_more || stop_words(from).contains(word); });
  return says_more;
}

bool adds_a_note(std::string_view original, std::string_view written) {
  for (const std::string_view note : {"note du traducteur", "note de traduction", "translator's note", "translator’s note", "译者注", "譯者註", "翻译说明"})
    if (ascii_lower(written).find(note) != std::string::npos && ascii_lower(original).find(note) == std::string::npos) return true;
  return false;
}

bool any_in(const number_values& some, const number_values& all) {
  return std::any_of(some.begin(), some.end(), [&](std::int64_t n) { return all.contains(n); });
}

std::string shown(const number_values& one) { return one.empty() ? "?" : fmt::format("{}", static_cast<double>(*one.rbegin()) / 1000); }

// A title's or a paragraph's.
std::string invented_number(std::string_view from, std::string_view to, const std::string& original, const std::string& written) {
  const number_values allowed = values_known(original, from);
  const bool by_twelve = has_afternoon(written);
  for (const number_values& one : values_in_digits(written, to)) {
    if (any_in(one, allowed)) continue;
    // "6 p.m." where the original has 18 h; "0 h 30" where it has "12:30 a.m.".
    const std::int64_t n = one.empty() ? -1 : *one.begin();
    const bool hour = by_twelve && n >= 0 && n <= 12'000 && allowed.contains(n + 12'000);
    if (!hour) return "a number that the original doesn't have there: " + shown(one);
  }
  return "";
}

std::string lost_numbers(std::string_view from, std::string_view to, const std::string& original, const std::string& written) {
  const number_values said = values_known(written, to);
  const auto wanted = values_to_keep(original, from);
  const auto first = std::find_if(wanted.begin(), wanted.end(), [&](const number_values& one) { return !any_in(one, said); });
  const auto gone = std::count_if(first, wanted.end(), [&](const number_values& one) { return !any_in(one, said); });
  if (static_cast<std::size_t>(gone) <= wanted.size() / 8) return "";
  return fmt::format("{} of the original's {} numbers are gone ({} ...)", gone, wanted.size(), shown(*first));
}

}  // namespace

translation_verdict check_translation(std::string_view from, std::string_view to, const translated_words& original, std::string_view written) {
  const auto refused = [](std::string why) { return translation_verdict{{}, std::move(why)}; };
  if (!is_utf8(written)) return refused("not UTF-8");
  std::string lines(trim(written));
  std::erase(lines, '\r');
  const std::size_t first_line = std::min(lines.find('\n'), lines.size());
  std::string title = squeeze_space(lines.substr(0, first_line));
  if (title.empty()) return refused("nothing was written");
  const auto blocks = blocks_of(std::string_view(lines).substr(first_line));
  const auto paragraphs = blocks_of(original.text);
  if (blocks.size() != paragraphs.size())
    return refused(fmt::format("{} paragraphs where the original has {}", blocks.size(), paragraphs.size()));
  if (title.size() > longest_title) return refused("a title of more than 400 bytes");
  const std::string source = original.title + ' ' + join(paragraphs, " "), made = title + ' ' + join(blocks, " ");
  if (std::string problem = form_problem(source, made); !problem.empty()) return refused(std::move(problem));
  if (std::string problem = length_problem(weight(source, from), weight(made, to)); !problem.empty()) return refused(std::move(problem));
  if (adds_a_note(source, made)) return refused("a translator's note");
  if (is_untranslated(from, source, made) || is_untranslated(from, original.title, title)) return refused("not translated");
  if (!is_in_language(to, made)) return refused("not in the language asked for");
  for (std::size_t i = 0; i <= blocks.size(); ++i) {
    const std::string& block = i == 0 ? title : blocks[i - 1];
    if (!is_in_language(to, block)) return refused("a paragraph that is not in the language asked for");
    const std::string before = text_of_numbers(i == 0 ? original.title : paragraphs[i - 1]);
    if (std::string problem = invented_number(from, to, before, text_of_numbers(block)); !problem.empty()) return refused(std::move(problem));
  }
  if (std::string problem = lost_numbers(from, to, text_of_numbers(source), text_of_numbers(made)); !problem.empty()) return refused(std::move(problem));
  return {{std::move(title), join(blocks, "\n\n")}, ""};
}

}  // namespace depeche
