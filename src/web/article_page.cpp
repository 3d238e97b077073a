// One article: when it was last updated, its text, what is related, where it comes from, and the code to subscribe beside it.
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/render.hpp"
#include "web/article_view.hpp"
#include "web/issue_view.hpp"
#include "web/page_frame.hpp"
#include "web/page_response.hpp"
#include "web/pages.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t recent_digests = 20;  // where related articles are looked for
constexpr std::size_t most_corrections = 3;

std::string language_of(const site_context& site, const article& a, const http_request& request) {
  if (const auto known = known_language(a.language); !known.empty()) return std::string(known);
  return site.preferred_language(header_value(request.headers, "Accept-Language"));
}

view related_views(const site_context& site, const std::vector<related_article>& related) {
  view::list links;
  for (const related_article& r : related) {
    view link;
    link.set("title", r.title).set("url", article_url(site.base, r.id)).set("why", r.why);
    links.push_back(std::move(link));
  }
  return links;
}

const digest* holder_of(const std::vector<digest>& digests, article_id id) {
  for (const digest& d : digests)
    for (const digest_item& item : d.items)
      if (item.article == id) return &d;
  return nullptr;
}

// A title that was replaced may be what the guard holds.
bool may_be_named(const site_context& site, const article& a, const std::string& title) {
  article earlier;
  earlier.source = a.source;
  earlier.language = a.language;
  earlier.url = a.url;
  earlier.author = a.author;
  earlier.published = a.first_seen;
  earlier.title = title;
  return site.cleared(std::optional(std::move(earlier))).has_value();
}

// The latest corrections, with the title that each replaced where it did.
view correction_views(const site_context& site, const article& a, const std::vector<article_revision>& revisions, const std::string& language) {
  view::list out;
  const std::string zone = site.zone_of(language);
  std::string_view after = a.title;
  for (const article_revision& r : revisions) {
    if (out.size() == most_corrections) break;
    view line;
    line.set("iso", iso_time(r.replaced_at))
        .set("date", long_date(r.replaced_at, zone, language))
        .set("time", clock_time(r.replaced_at, zone, language))
        .set("before", r.title == after || !may_be_named(site, a, r.title) ? std::string() : r.title);
    out.push_back(std::move(line));
    after = r.title;
  }
  return out;
}

}  // namespace

task<http_response> article_page(site_context& site, http_request request) {
  const auto number = number_in_path(request.params["article"]);
  if (!number) co_return problem_page(site, request, 404);
  const article_id id{*number};
  const auto read = co_await site.parts.articles.find(id);
  const auto found = site.cleared(read.value());
  const auto base = found ? site.base_for(*found) : std::nullopt;
  if (!base) co_return problem_page(site, request, 404);
  if (*base != site.base) co_return redirect_response(article_url(*base, id));
  const auto replaced = co_await site.parts.articles.revisions(id);
  const auto listed = co_await site.parts.digests.list(site.parts.account, "", recent_digests);
  const auto digests = site.cleared(listed.value());

  page_words words;
  words.language = language_of(site, *found, request);
  words.script = script_wanted(site, request, words.language);
  words.title = found->title;
  words.description = std::string(truncate_bytes(squeeze_space(found->summary.empty() ? found->text : found->summary), 300));
  words.path = "/a/" + std::to_string(*number);
  words.machine_worded = !found->translated_from.empty();

  view page = co_await invited_view(site, words);
  const auto related = related_in(digests, id);
  const digest* holder = holder_of(digests, id);
  page.set("article", article_view(*found, related, site.parts.board.source_title(found->source), words.language, site.zone_of(words.language)))
      .set("corrections", correction_views(site, *found, replaced.value(), words.language))
      .set("related", related_views(site, related))
      .set("has_related", !related.empty())
      .set("digest", holder ? issue_line_view(site, *holder, words.language) : view());
  auto answer = page_response(request, 200, filled(site, words, "page_article", page));
  if (known_language(found->language).empty()) answer.headers.push_back({"Vary", "Accept-Language"});
  co_return answer;
}

}  // namespace depeche
