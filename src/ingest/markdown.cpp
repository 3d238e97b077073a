#include "ingest/markdown.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "ingest/html_text.hpp"

#include <cctype>
#include <vector>

namespace depeche {
namespace {

constexpr std::size_t longest_run = 2000;  // bytes of what is emphasised or linked: unclosed marks must not cost a look at everything

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where a run of emphasis that opens at `at` closes; npos when it doesn't, or holds nothing. `_` inside words is a letter.
std::size_t closing_mark(std::string_view line, std::size_t at, std::string_view mark) {
  line = line.substr(0, at + longest_run);
  const std::size_t begin = at + mark.size();
  const auto is_word = [&](std::size_t i) { return i < line.size() && (std::isalnum(static_cast<unsigned char>(line[i])) != 0 || line[i] < 0); };
  if (begin >= line.size() || line[begin] == ' ') return std::string_view::npos;
  if (mark[0] == '_' && at > 0 && is_word(at - 1)) return std::string_view::npos;
  for (std::size_t end = line.find(mark, begin + 1); end != std::string_view::npos; end = line.find(mark, end + 1)) {
    const bool inside_word = mark[0] == '_' && is_word(end + mark.size());
    if (line[end - 1] != ' ' && !inside_word) return end;
  }
  return std::string_view::npos;
}

struct inline_link {
  std::string_view words, address;
  std::size_t end = 0;
};

// "[words](address "title")" at `at`.
bool read_link_at(std::string_view line, std::size_t at, inline_link& out) {
  line = line.substr(0, at + longest_run);
  const std::size_t close = line.find(']', at + 1);
  if (close == std::string_view::npos || close + 1 >= line.size() || line[close + 1] != '(') return false;
  const std::size_t end = line.find(')', close + 2);
  if (end == std::string_view::npos) return false;
  out.words = line.substr(at + 1, close - at - 1);
  const std::string_view inside = trim(line.substr(close + 2, end - close - 2));
  out.address = inside.substr(0, inside.find(' '));
  out.end = end + 1;
  return true;
}

constexpr int deepest_marks = 4;

std::string inline_html(std::string_view line, int depth = 0) {
  std::string out, plain;
  const auto flush = [&] {
    out += html_escape(plain);
    plain.clear();
  };
  for (std::size_t i = 0; i < line.size();) {
    if (line[i] == '\\' && i + 1 < line.size() && std::ispunct(static_cast<unsigned char>(line[i + 1])) != 0) {
      plain += line[i + 1];
      i += 2;
      continue;
    }
    inline_link link;
    const bool image = line[i] == '!' && i + 1 < line.size() && line[i + 1] == '[';
    if (depth < deepest_marks && (line[i] == '[' || image) && read_link_at(line, i + (image ? 1 : 0), link)) {
      flush();
      if (image) out += "<img src=\"" + html_escape(link.address) + "\" alt=\"" + html_escape(link.words) + "\">";
      else out += "<a href=\"" + html_escape(link.address) + "\">" + inline_html(link.words, depth + 1) + "</a>";
      i = link.end;
      continue;
    }
    std::string_view mark;
    for (const std::string_view m : {"**", "__", "*", "_", "`"})
      if (mark.empty() && line.substr(i).starts_with(m)) mark = m;
    const std::size_t end = mark.empty() || depth >= deepest_marks ? std::string_view::npos : closing_mark(line, i, mark);
    if (end == std::string_view::npos) {
      plain += line[i++];
      continue;
    }
    flush();
    const std::string_view inside = line.substr(i + mark.size(), end - i - mark.size());
    const std::string name = mark == "`" ? "code" : mark.size() == 2 ? "strong" : "em";
    out += "<" + name + ">" + (mark == "`" ? html_escape(inside) : inline_html(inside, depth + 1)) + "</" + name + ">";
    i = end + mark.size();
  }
  flush();
  return out;
}

std::size_t heading_level(std::string_view line) {
  const std::size_t level = line.find_first_not_of('#');
  return level != std::string_view::npos && level >= 1 && level <= 6 && line[level] == ' ' ? level : 0;
}

// The words behind a list's mark; empty when the line is none.
std::string_view list_item(std::string_view line, bool& numbered) {
  numbered = false;
  if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') return trim(line.substr(2));
  std::size_t digits = 0;
  while (digits < line.size() && digits < 4 && is_digit(line[digits])) ++digits;
  if (digits == 0 || digits + 2 >= line.size() || (line[digits] != '.' && line[digits] != ')') || line[digits + 1] != ' ') return {};
  numbered = true;
  return trim(line.substr(digits + 2));
}

// Blocks as they are read, line by line.
class block_writer {
 public:
  void line(std::string_view raw) {
    const std::string_view line = trim(raw);
    if (raw.starts_with("```")) return fence();
    if (fenced_) {
      code_ += std::string(raw) + "\n";
      return;
    }
    if (line.empty()) return close();
    if (const std::size_t level = heading_level(line); level > 0) {
      close();
      const std::string name = "h" + std::to_string(level);
      out_ += "<" + name + ">" + inline_html(trim(line.substr(level))) + "</" + name + ">\n";
      return;
    }
    if (line.size() >= 3 && line.find_first_not_of(line[0] == '-' ? "- " : "* ") == std::string_view::npos) return close();
    bool numbered = false;
    if (const std::string_view item = list_item(line, numbered); !item.empty()) {
      open(numbered ? "ol" : "ul");
      out_ += "<li>" + inline_html(item) + "</li>\n";
      return;
    }
    if (line[0] == '>') {
      open("blockquote");
      words(trim(line.substr(1)));
      return;
    }
    if (around_ == "blockquote" || (around_ != "" && !raw.starts_with(' '))) close();
    words(line);
  }
  std::string finish() {
    if (fenced_) fence();
    close();
    return std::move(out_);
  }

 private:
  void words(std::string_view line) {
    if (!paragraph_.empty()) paragraph_ += ' ';
    paragraph_ += line;
  }
  void open(const std::string& name) {
    if (around_ == name) return;
    close();
    around_ = name;
    out_ += "<" + name + ">\n";
  }
  void close() {
    if (!paragraph_.empty()) out_ += "<p>" + inline_html(paragraph_) + "</p>\n";
    paragraph_.clear();
    if (!around_.empty()) out_ += "</" + around_ + ">\n";
    around_.clear();
  }
  void fence() {
    if (!fenced_) close();
    else out_ += "<pre>" + html_escape(code_) + "</pre>\n";
    code_.clear();
    fenced_ = !fenced_;
  }
  std::string out_, paragraph_, around_, code_;
  bool fenced_ = false;
};

}  // namespace

std::string markdown_to_html(std::string_view text) {
  const std::string whole = replace_all(replace_all(text, "\r\n", "\n"), "\r", "\n");
  block_writer writer;
  for (const std::string_view line : split(whole, '\n')) writer.line(line);
  return writer.finish();
}

std::string markdown_words(std::string_view line) {
  line = trim(line);
  line.remove_prefix(heading_level(line));
  return html_line(inline_html(trim(line)));
}

}  // namespace depeche
