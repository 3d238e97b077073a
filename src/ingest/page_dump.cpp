#include "ingest/page_dump.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/encoding.hpp"
#include "ingest/language.hpp"
#include "ingest/prose.hpp"
#include "ingest/update_line.hpp"

#include <algorithm>
#include <cctype>
#include <unordered_set>

namespace depeche {
namespace {

constexpr std::size_t largest_dump = 16 * 1024 * 1024;
constexpr std::size_t most_lines = 20'000;

enum class line_kind { body, headline, update, promotion, credit, related_heading, byline };

struct dump_line {
  std::string text;
  line_kind kind;
};

// "U.S." at the end of a headline is no full stop.
bool ends_in_initials(std::string_view s) {
  const auto n = s.size();
  return n >= 4 && s[n - 1] == '.' && std::isupper(static_cast<unsigned char>(s[n - 2])) != 0 && s[n - 3] == '.';
}

bool has_inner_sentence(std::string_view line) { return first_sentence(line).size() < squeeze_space(line).size(); }

// The name in "Par Jeanne Martin", "By Jane Doe", "作者：王芳"; empty for any other line.
std::string byline_name(std::string_view line) {
  if (weight_of(line) > 60 || ending_of(line) != ending::none || line.find_first_of("0123456789") != std::string_view::npos)
    return {};
  for (const std::string_view opening : {"Par ", "By ", "作者：", "作者:", "记者：", "记者:", "记者 "}) {
    if (!line.starts_with(opening)) continue;
    const auto name = trim(line.substr(opening.size()));
    // "By the numbers" is a headline.
    const bool named = !name.empty() && std::islower(static_cast<unsigned char>(name[0])) == 0;
    return named ? std::string(name) : std::string{};
  }
  return {};
}

// What a line is by itself; its neighbours may know better.
line_kind judge(std::string_view line) {
  if (is_update_line(line)) return line_kind::update;
  if (is_promotion(line)) return line_kind::promotion;
  if (is_credit(line)) return line_kind::credit;
  if (!byline_name(line).empty()) return line_kind::byline;
  if (opens_related(line) && weight_of(line) < 40) return line_kind::related_heading;
  if (opens_related(line)) return line_kind::headline;
  const auto weight = weight_of(line);
  switch (ending_of(line)) {
    case ending::full_stop:
      return ends_in_initials(line) && weight < 120 ? line_kind::headline : line_kind::body;
    case ending::question:
      return weight > 140 || has_inner_sentence(line) ? line_kind::body : line_kind::headline;
    case ending::open:
    case ending::none:
      break;
  }
  return weight > 220 ? line_kind::body : line_kind::headline;
}

std::vector<dump_line> lines_of(std::string_view text, std::vector<std::string>& problems) {
  std::vector<dump_line> lines;
  for (const auto raw : split(text, '\n')) {
    auto line = squeeze_space(raw);
    if (line.empty()) continue;
    if (lines.size() == most_lines) {
      problems.push_back("more than " + std::to_string(most_lines) + " lines; the rest was left out");
      break;
    }
    const auto kind = judge(line);
    lines.push_back({std::move(line), kind});
  }
  return lines;
}

// A single short line inside the body is a question asked there or a heading of a section, not a list of other articles.
void keep_inner_lines(std::vector<dump_line>& lines) {
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const bool inside = lines[i - 1].kind == line_kind::body && lines[i + 1].kind == line_kind::body;
    if (inside && lines[i].kind == line_kind::headline && !opens_related(lines[i].text)) lines[i].kind = line_kind::body;
  }
}

// The title, when the dump has one: the only headline right above the body, or above the update line or byline over it. A run of
// several is a list, and whose last line would be the title can't be told.
std::optional<std::size_t> find_title(const std::vector<dump_line>& lines) {
  std::size_t first_body = 0;
  while (first_body < lines.size() && lines[first_body].kind != line_kind::body) ++first_body;
  if (first_body == lines.size()) return {};
  std::optional<std::size_t> only;
  for (std::size_t i = first_body; i-- > 0;) {
    const auto kind = lines[i].kind;
    if (kind == line_kind::headline) {
      if (only) return {};
      only = i;
    } else if (kind == line_kind::update || kind == line_kind::byline) {
      if (only) break;
    } else {
      break;  // a promotion or a heading stands between: what is above belongs to the list
    }
  }
  return only;
}

std::string body_of(const std::vector<dump_line>& lines) {
  std::string text;
  for (const auto& line : lines)
    if (line.kind == line_kind::body && text.size() < 8192) text += line.text + "\n\n";
  return text;
}

void add_related(extracted_page& page, std::unordered_set<std::string>& seen, const std::string& headline) {
  if (seen.insert(headline).second && headline != page.title) page.related.push_back({headline, {}});
}

}  // namespace

bool looks_like_dump(std::string_view text) {
  std::string_view head = text.substr(0, 65536);
  for (auto at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
    const char next = at + 1 < head.size() ? head[at + 1] : ' ';
    const bool tag = std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '!' || next == '/' || next == '?';
    if (tag && head.find('>', at) != std::string_view::npos) return false;
  }
  return !trim(head).empty();
}

result<extracted_page> extract_dump(std::string_view bytes, timestamp now, std::string_view zone) {
  if (bytes.size() > largest_dump) return fail(errc::too_large, "the text has more than 16 MiB");
  auto decoded = decode_text(bytes);
  extracted_page page;
  page.problems = std::move(decoded.problems);
  auto lines = lines_of(replace_all(decoded.text, "\r", "\n"), page.problems);
  keep_inner_lines(lines);
  if (const auto title = find_title(lines)) {
    page.title = lines[*title].text;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(*title));
  }
  page.language = detect_language(body_of(lines));
  const auto where = zone.empty() ? zone_of_language(page.language) : zone;
  std::unordered_set<std::string> seen;
  std::string first_paragraph;
  for (const auto& line : lines) {
    switch (line.kind) {
      case line_kind::body:
        if (first_paragraph.empty()) first_paragraph = line.text;
        if (!page.text.empty()) page.text += "\n\n";
        page.text += line.text;
        break;
      case line_kind::headline:
        add_related(page, seen, line.text);
        break;
      case line_kind::update:
        if (!page.updated) page.updated = read_update_line(line.text, now, where);
        break;
      case line_kind::byline:
        if (page.author.empty()) page.author = byline_name(line.text);
        break;
      case line_kind::promotion:
      case line_kind::credit:
      case line_kind::related_heading:
        break;
    }
  }
  if (page.text.empty()) return fail(errc::page_unrecognised, "no line of this text reads like an article's");
  if (page.title.empty()) page.title = title_out_of(first_paragraph);
  return page;
}

}  // namespace depeche
