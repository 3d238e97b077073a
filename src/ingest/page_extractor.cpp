#include "ingest/page_extractor.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/encoding.hpp"
#include "ingest/language.hpp"
#include "ingest/page_base.hpp"
#include "ingest/page_body.hpp"
#include "ingest/page_byline.hpp"
#include "ingest/page_date.hpp"
#include "ingest/page_kind.hpp"
#include "ingest/page_metadata.hpp"
#include "ingest/page_outline.hpp"
#include "ingest/prose.hpp"
#include "ingest/update_line.hpp"

namespace depeche {
namespace {

constexpr std::size_t largest_page = 16 * 1024 * 1024;
constexpr std::size_t longest_text = 1024 * 1024;

// How many in a hundred of the record's lines begin with words that the text has.
std::size_t percent_found(const std::string& text, const std::vector<std::string>& lines) {
  std::size_t all = 0, found = 0;
  for (const auto& line : lines) {
    all += line.size();
    if (text.find(truncate_bytes(line, 30)) != std::string::npos) found += line.size();
  }
  return all == 0 ? 100 : found * 100 / all;
}

// JSON-LD carries the text where the page itself is drawn by scripts.
void take_body_from_metadata(const std::string& body, extracted_page& page) {
  std::vector<std::string> lines;
  for (const auto line : split(body, '\n'))
    if (auto paragraph = squeeze_space(line); !paragraph.empty()) lines.push_back(std::move(paragraph));
  const bool longer = body.size() > page.text.size() * 2;
  const bool elsewhere = body.size() * 10 > page.text.size() * 7 && percent_found(page.text, lines) < 30;
  if (weight_of(truncate_bytes(body, 1000)) < 140 || (!longer && !elsewhere)) return;
  page.text = join(lines, "\n\n");
  page.html.clear();
  for (const auto& line : lines) page.html += "<p>" + html_escape(line) + "</p>";
  page.links.clear();
}

// What a reader is told of a page that is no article.
std::string_view explain(page_kind kind) {
  switch (kind) {
    case page_kind::stub:
      return "only the beginning of an article: the rest is for subscribers";
    case page_kind::list:
      return "a list of articles, not an article";
    case page_kind::error:
      return "an error page, not an article";
    case page_kind::article:
      break;
  }
  return {};
}

// The times that readers see, and the address as the last resort.
void complete_times(const page_outline& outline, std::string_view base, timestamp now, std::string_view zone,
                    extracted_page& page) {
  if (page.published && page.updated) return;
  const auto seen = read_datelines(outline, page.title, page.language, now, zone);
  if (!page.published) page.published = seen.published;
  if (!page.updated) page.updated = seen.updated;
  if (!page.published) page.published = date_in_address(page.url, now);
  if (!page.published) page.published = date_in_address(base, now);
}

}  // namespace

std::string_view name_of(page_kind kind) {
  switch (kind) {
    case page_kind::article:
      return "article";
    case page_kind::stub:
      return "stub";
    case page_kind::list:
      return "list";
    case page_kind::error:
      return "error";
  }
  return {};
}

result<extracted_page> examine_page(std::string_view bytes, std::string_view http_charset, std::string_view base, timestamp now,
                                    std::string_view zone) {
  if (bytes.size() > largest_page) return fail(errc::too_large, "the page has more than 16 MiB");
  auto decoded = decode_text(bytes, http_charset);
  bool cut = false;
  auto tree = read_html_tree(decoded.text, &cut);
  const auto* root = root_of(tree);
  if (root == nullptr) return fail(errc::page_unrecognised, "the page is empty");
  const auto links_base = base_of_page(root, base);
  auto known = read_metadata(root, links_base, now);

  extracted_page page;
  page.problems = std::move(decoded.problems);
  if (cut) page.problems.emplace_back("the page has more elements, or deeper ones, than are read; the rest was left out");
  page.url = known.url;
  page.title = known.title;
  page.author = known.author;
  page.site = known.site;
  page.image = known.image;
  auto outline = lay_out(root);
  page.language = detect_language(outline.items.empty() ? std::string() : outline.line(0, 16384), known.language);
  const auto where = zone.empty() ? zone_of_language(page.language) : zone;
  if (known.published) page.published = settle(*known.published, where);
  if (known.updated) page.updated = settle(*known.updated, where);
  complete_times(outline, base, now, where, page);
  if (page.author.empty()) page.author = read_byline(outline, page.title);
  const auto signs = extract_body(tree, std::move(outline), links_base, known.body, now, where, page);
  take_body_from_metadata(known.body, page);
  page.kind = judge_page(page, known, signs);
  const auto weight = weight_of(truncate_bytes(page.text, 2000));
  if (page.kind == page_kind::article && weight < (known.says_article ? 40 : 80))
    return fail(errc::page_unrecognised, "no text on this page reads like an article", std::string(base));
  if (page.text.size() > longest_text) {
    page.text = truncate_bytes(page.text, longest_text);
    page.problems.emplace_back("the text has more than 1 MiB; the rest was left out");
  }
  if (page.kind != page_kind::article) page.problems.emplace_back(explain(page.kind));
  if (page.title.empty()) page.title = title_out_of(page.text);
  if (!page.text.empty()) page.language = detect_language(page.text, known.language);
  return page;
}

result<extracted_page> extract_page(std::string_view bytes, std::string_view http_charset, std::string_view base, timestamp now,
                                    std::string_view zone) {
  auto page = examine_page(bytes, http_charset, base, now, zone);
  if (page.has_value() && page->kind != page_kind::article)
    return fail(errc::page_unrecognised, std::string(explain(page->kind)), std::string(base));
  return page;
}

}  // namespace depeche
