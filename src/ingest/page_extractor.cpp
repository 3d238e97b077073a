#include "ingest/page_extractor.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/encoding.hpp"
#include "ingest/language.hpp"
#include "ingest/link.hpp"
#include "ingest/page_body.hpp"
#include "ingest/page_metadata.hpp"
#include "ingest/prose.hpp"

namespace depeche {
namespace {

constexpr std::size_t largest_page = 16 * 1024 * 1024;
constexpr std::size_t longest_text = 1024 * 1024;

// <base href> moves the page's relative links.
std::string base_of_page(const xmlNode* root, std::string_view base) {
  std::string href;
  walk(root, [&](const xmlNode* n) {
    if (href.empty() && is_named(n, "base")) href = attribute(n, "href");
    return href.empty() && !is_named(n, "body");
  });
  auto moved = href.empty() ? std::string{} : absolute_link(base, href);
  return moved.empty() ? std::string(base) : moved;
}

// JSON-LD carries the text where the page itself is drawn by scripts.
void take_body_from_metadata(const std::string& body, extracted_page& page) {
  std::string text, html;
  for (const auto line : split(body, '\n')) {
    const auto paragraph = squeeze_space(line);
    if (paragraph.empty()) continue;
    if (!text.empty()) text += "\n\n";
    text += paragraph;
    html += "<p>" + html_escape(paragraph) + "</p>";
  }
  if (text.size() < page.text.size() * 2) return;
  page.text = std::move(text);
  page.html = std::move(html);
  page.links.clear();
}

}  // namespace

result<extracted_page> extract_page(std::string_view bytes, std::string_view http_charset, std::string_view base, timestamp now) {
  if (bytes.size() > largest_page) return fail(errc::too_large, "the page has more than 16 MiB");
  auto decoded = decode_text(bytes, http_charset);
  auto tree = read_html_tree(decoded.text);
  const auto* root = root_of(tree);
  if (root == nullptr) return fail(errc::page_unrecognised, "the page is empty");
  const auto links_base = base_of_page(root, base);
  auto known = read_metadata(root, links_base);

  extracted_page page;
  page.problems = std::move(decoded.problems);
  page.url = std::move(known.url);
  page.title = std::move(known.title);
  page.author = std::move(known.author);
  page.site = std::move(known.site);
  page.published = known.published;
  page.updated = known.updated;
  page.image = std::move(known.image);
  extract_body(tree, links_base, now, page);
  take_body_from_metadata(known.body, page);
  const auto weight = weight_of(std::string_view(page.text).substr(0, 2000));
  if (weight < (known.says_article ? 40 : 150))
    return fail(errc::page_unrecognised, "no text on this page reads like an article", std::string(base));
  if (page.text.size() > longest_text) {
    page.text = truncate_bytes(page.text, longest_text);
    page.problems.emplace_back("the text has more than 1 MiB; the rest was left out");
  }
  if (page.title.empty()) page.title = first_sentence(page.text);
  page.language = detect_language(page.text, known.language);
  return page;
}

}  // namespace depeche
