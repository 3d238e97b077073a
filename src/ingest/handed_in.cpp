#include "ingest/handed_in.hpp"

#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/article_key.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/html_text.hpp"
#include "ingest/language.hpp"
#include "net/url.hpp"

#include <fmt/format.h>

namespace depeche {
namespace {

constexpr std::size_t longest_title = 500;   // code points, here and below
constexpr std::size_t longest_line = 300;
constexpr std::size_t longest_text = 500'000;

error refuse(std::string what, std::string member, std::string remedy = {}) {
  return fail(errc::invalid_argument, std::move(what), std::move(member), std::move(remedy));
}

std::string one_line(std::string_view text) { return squeeze_space(repair_utf8(text)); }

// Paragraphs apart by one empty line, whatever the giver's line ends.
std::string paragraphs(std::string_view text) {
  const std::string whole = replace_all(replace_all(repair_utf8(text), "\r\n", "\n"), "\r", "\n");
  std::string out;
  bool gap = false;
  for (const std::string_view line : split(whole, '\n')) {
    const std::string clean = squeeze_space(line);
    if (clean.empty()) {
      gap = !out.empty();
      continue;
    }
    if (!out.empty()) out += gap ? "\n\n" : "\n";
    gap = false;
    out += clean;
  }
  return out;
}

std::string identity_of(const handed_in& what, const article& a, timestamp now) {
  if (!what.id.empty() || !a.url.empty()) {
    feed_entry entry;
    entry.id = what.id;
    entry.link = a.url;
    return article_key(entry);
  }
  // "Météo" comes every day, and is another article every day.
  return "sha256:" + to_hex(sha256(local_day(a.published.value_or(now), "UTC") + "\n" + ascii_lower(a.title)));
}

result<void> check_address(const std::string& address, const char* member) {
  if (address.empty()) return {};
  if (parse_url(address).has_error()) return refuse(fmt::format("\"{}\" is not an address", printable(address, 100)), member, "write it as https://example.org/news/1");
  return {};
}

result<void> check_lengths(const handed_in& what) {
  struct bound {
    const std::string* value;
    const char* member;
    std::size_t most;
  };
  for (const bound& b : {bound{&what.title, "title", longest_title}, bound{&what.author, "author", longest_line}, bound{&what.id, "id", longest_line},
                         bound{&what.summary, "summary", longest_title * 10}, bound{&what.text, "text", longest_text}, bound{&what.html, "html", longest_text * 2}})
    if (b.value->size() > b.most * 4 || count_code_points(*b.value) > b.most)
      return fail(errc::too_large, fmt::format("more than {} characters", b.most), b.member);
  if (what.categories.size() > 50) return fail(errc::too_large, "more than 50 categories", "categories");
  return {};
}

}  // namespace

result<article> article_of(handed_in what, timestamp now) {
  if (auto good = check_lengths(what); good.has_error()) return good.error();
  if (auto good = check_address(what.url, "url"); good.has_error()) return good.error();
  if (auto good = check_address(what.image, "image"); good.has_error()) return good.error();
  article a;
  a.source = std::move(what.source);
  a.url = without_tracking(what.url);
  a.title = one_line(what.title);
  a.author = one_line(what.author);
  a.summary = paragraphs(what.summary);
  a.image = std::move(what.image);
  a.published = what.published;
  a.updated = what.updated;
  a.first_seen = now;
  for (const std::string& category : what.categories)
    if (std::string clean = one_line(category); !clean.empty()) a.categories.push_back(std::move(clean));
  a.related = std::move(what.related);
  a.html = sanitise_html(repair_utf8(what.html), a.url);
  a.text = paragraphs(what.text);
  if (a.text.empty()) a.text = html_text(a.html);
  if (a.title.empty()) return refuse("missing", "title", "give it a title");
  if (a.text.empty()) return refuse("no words in it", what.html.empty() ? "text" : "html");
  a.language = primary_language(what.language);
  if (a.language.empty() && !what.language.empty()) return refuse(fmt::format("\"{}\" is no language", printable(what.language, 20)), "language", "write it as fr");
  if (a.language.empty()) a.language = detect_language(a.title + "\n" + a.text, what.language_hint);
  a.key = identity_of(what, a, now);
  return a;
}

handed_in from_page(extracted_page page, std::string_view address) {
  handed_in out;
  out.url = page.url.empty() ? std::string(address) : std::move(page.url);
  out.title = std::move(page.title);
  out.author = std::move(page.author);
  out.language = std::move(page.language);
  out.text = std::move(page.text);
  out.html = std::move(page.html);
  out.image = std::move(page.image);
  out.published = page.published;
  out.updated = page.updated;
  out.related = std::move(page.related);
  return out;
}

handed_in overlaid(handed_in page, handed_in given) {
  const auto prefer = [](std::string& into, std::string& from) {
    if (!from.empty()) into = std::move(from);
  };
  page.source = std::move(given.source);
  page.id = std::move(given.id);
  page.language_hint = std::move(given.language_hint);
  prefer(page.title, given.title);
  prefer(page.author, given.author);
  prefer(page.language, given.language);
  prefer(page.summary, given.summary);
  prefer(page.image, given.image);
  if (given.published) page.published = given.published;
  if (given.updated) page.updated = given.updated;
  if (!given.categories.empty()) page.categories = std::move(given.categories);
  if (!given.related.empty()) page.related = std::move(given.related);
  return page;
}

result<handed_in> from_note(std::string_view note) {
  const std::string_view whole = trim(note);
  const std::size_t end = whole.find_first_of("\r\n");
  handed_in out;
  out.title = squeeze_space(whole.substr(0, end));
  if (end != std::string_view::npos) out.text = std::string(trim(whole.substr(end)));
  if (out.title.empty()) return refuse("missing", "title", "the first line is the title");
  if (out.text.empty()) return refuse("missing", "text", "the title is the first line, the text begins on the next");
  return out;
}

}  // namespace depeche
