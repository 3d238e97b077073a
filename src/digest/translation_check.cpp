#include "digest/translation_check.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/number_values.hpp"
#include "digest/stated_numbers.hpp"
#include "digest/stop_words.hpp"
#include "digest/terms.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
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
  for (const std::string_view mark : {"<", "http:", "https:", "www.", "**", "##", "```", "](", "{{"})
    if (block.find(mark) != block.npos && original.find(mark) == original.npos) return fmt::format("markup or an address: {}", mark);
  return "";
}

// Characters that a text of one English character takes.
double density(std::string_view language) { return language == "zh" ? 0.33 : language == "fr" ? 1.15 : 1; }

std::string length_problem(std::string_view from, std::string_view to, std::string_view original, std::string_view written) {
  const auto given = static_cast<double>(count_code_points(original)), got = static_cast<double>(count_code_points(written));
  const double expected = given / density(from) * density(to);
  const double most = given < few_characters ? 4 : 2;
  if (got > expected * most || got * most < expected) return fmt::format("{} characters where some {:.0f} were expected", got, expected);
  return "";
}

std::string language_problem(std::string_view to, std::string_view text) {
  std::size_t letters = 0, chinese = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = next_code_point(text, pos);
    letters += u_isalpha(static_cast<UChar32>(c)) ? 1U : 0U;
    chinese += is_cjk(c) ? 1U : 0U;
  }
  const bool mostly_chinese = 2 * chinese > letters;
  if ((to == "zh") != mostly_chinese) return "not in the language asked for";
  if (to == "zh" || count_code_points(text) < few_characters) return "";
  std::size_t own = 0, other = 0;
  each_word(ascii_lower(text), [&](std::string_view word) {
    const bool french = stop_words("fr").contains(word), english = stop_words("en").contains(word);
    if (french != english) ++(french == (to == "fr") ? own : other);
  });
  return own <= 2 * other ? "not in the language asked for" : "";
}

std::string number_problem(std::string_view original, std::string_view written) {
  const std::string source = fold_for_comparison(original), made = fold_for_comparison(written);
  const number_values allowed = values_known(source), said = values_known(made);
  const auto met = [](const number_values& one, const number_values& known) {
    return std::any_of(one.begin(), one.end(), [&](std::int64_t n) { return known.contains(n); });
  };
  for (const number_values& one : values_in_digits(made)) {
    if (one.empty()) return "a number beyond all measure";
    const std::int64_t n = *one.begin();
    // A clock of twelve hours where the original has one of twenty-four.
    const bool hour = n % 1000 == 0 && n < 12'000 && said.contains(n + 12'000) && allowed.contains(n + 12'000);
    if (!met(one, allowed) && !hour) return fmt::format("a number that the original doesn't have: {}", static_cast<double>(n) / 1000);
  }
  const auto wanted = values_in_digits(source);
  const auto gone = std::count_if(wanted.begin(), wanted.end(), [&](const number_values& one) { return !one.empty() && !met(one, said); });
  if (static_cast<std::size_t>(gone) > 1 + wanted.size() / 5) return fmt::format("{} of the original's {} numbers are gone", gone, wanted.size());
  return "";
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
  const std::string text = join(blocks, "\n\n");
  const std::string all = title + ' ' + join(blocks, " "), source = original.title + ' ' + original.text;
  for (std::string problem : {form_problem(source, all), length_problem(from, to, source, all), language_problem(to, all),
                              number_problem(source, all)})
    if (!problem.empty()) return refused(std::move(problem));
  return {{std::move(title), text}, ""};
}

}  // namespace depeche
