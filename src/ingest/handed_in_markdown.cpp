// A .md file: a head of "name: value" lines, a title, and the text.
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/handed_in.hpp"
#include "ingest/markdown.hpp"

#include <fmt/format.h>

namespace depeche {
namespace {

error refuse(std::string what, std::string where, std::string remedy = {}) {
  return fail(errc::invalid_argument, std::move(what), std::move(where), std::move(remedy));
}

std::string_view unquoted(std::string_view value) {
  value = trim(value);
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) return value.substr(1, value.size() - 2);
  return value;
}

result<void> take_head_line(std::string_view line, handed_in& into) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return refuse("not a \"name: value\" line", printable(line, 60), "close the head with ---");
  const std::string name = ascii_lower(trim(line.substr(0, colon)));
  const std::string value(unquoted(line.substr(colon + 1)));
  if (name == "title") into.title = value;
  else if (name == "author") into.author = value;
  else if (name == "language" || name == "lang") into.language = value;
  else if (name == "url" || name == "link") into.url = value;
  else if (name == "id") into.id = value;
  else if (name == "summary" || name == "description") into.summary = value;
  else if (name == "image") into.image = value;
  else if (name == "date" || name == "published" || name == "updated") {
    const auto read = read_feed_date(value, {});
    if (!read) return refuse(fmt::format("\"{}\" is not a time", printable(value, 60)), name, "write it as 2026-11-23T11:09:00+01:00");
    (name == "updated" ? into.updated : into.published) = *read;
  }
  // Other names belong to the programs that wrote them.
  return {};
}

// The lines of the text after its head, which is read into `into`.
result<std::string_view> take_head(std::string_view text, handed_in& into) {
  if (!text.starts_with("---\n")) return text;
  const std::size_t end = text.find("\n---", 3);
  if (end == std::string_view::npos) return refuse("the head has no end", {}, "close it with a line of ---");
  for (const std::string_view line : split(text.substr(4, end > 4 ? end - 4 : 0), '\n')) {
    if (trim(line).empty() || line.starts_with('#')) continue;
    if (auto taken = take_head_line(line, into); taken.has_error()) return taken.error();
  }
  const std::size_t next = text.find('\n', end + 1);
  return next == std::string_view::npos ? std::string_view{} : text.substr(next + 1);
}

}  // namespace

result<handed_in> read_article_markdown(std::string_view bytes) {
  const std::string whole = replace_all(replace_all(decode_text(bytes).text, "\r\n", "\n"), "\r", "\n");
  handed_in out;
  auto rest = take_head(whole, out);
  if (rest.has_error()) return rest.error();
  std::string_view text = trim(*rest);
  // The first heading is the title, or repeats it.
  if (text.starts_with("# ")) {
    const std::size_t end = text.find('\n');
    const std::string heading = markdown_words(text.substr(0, end));
    if (out.title.empty() || out.title == heading) {
      out.title = heading;
      text = end == std::string_view::npos ? std::string_view{} : trim(text.substr(end));
    }
  }
  if (out.title.empty()) return refuse("missing", "title", "begin with a line \"# The title\", or give it in the head");
  if (text.empty()) return refuse("missing", "text");
  out.html = markdown_to_html(text);
  return out;
}

}  // namespace depeche
