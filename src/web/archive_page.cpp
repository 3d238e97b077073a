// The addresses of the archive's feeds: all languages, one by "?lang=", or one edition by "?edition=".
#include "base/encode.hpp"
#include "web/archive_feed.hpp"
#include "web/page_frame.hpp"
#include "web/page_response.hpp"
#include "web/pages.hpp"

namespace depeche {
namespace {

constexpr std::size_t most_entries = 30;
constexpr std::string_view feed_cache = "public, max-age=300";

// Nothing when the edition or language asked for is none of ours.
task<std::optional<archive>> archive_for(site_context& site, const http_request& request) {
  const std::string language = query_value(request.query, "lang").value_or("");
  const std::string edition_name = query_value(request.query, "edition").value_or("");
  archive a;
  a.title = site.parts.title;
  a.public_url = site.public_url;
  a.self = a.public_url + request.path.substr(site.base.size());
  std::vector<digest> issues;
  if (!edition_name.empty()) {
    const edition* e = site.parts.board.find(site.parts.account, edition_name);
    if (!e) co_return std::nullopt;
    a.title = e->title.empty() ? e->name : e->title;
    a.language = language_tag(e->language, e->script);
    a.self += "?edition=" + percent_encode(edition_name);
    const auto listed = co_await site.parts.digests.of_edition(site.parts.account, edition_name, most_entries);
    issues = listed.value();
  } else {
    if (!language.empty() && !site.speaks(language)) co_return std::nullopt;
    a.language = language;
    if (!language.empty()) a.self += "?lang=" + percent_encode(language);
    const auto listed = co_await site.parts.digests.list(site.parts.account, language, most_entries);
    issues = listed.value();
  }
  issues = site.cleared(std::move(issues));
  for (const digest& d : issues)
    a.entries.push_back({with_known_zone(d), in_script(masthead_of(site, d) + " · " + week_date_of(d, d.language), d.script)});
  co_return a;
}

}  // namespace

task<http_response> archive_rss(site_context& site, http_request request) {
  const auto found = co_await archive_for(site, request);
  if (!found) co_return problem_page(site, request, 404);
  co_return file_response(request, "application/rss+xml; charset=utf-8", write_rss(*found), feed_cache, modified(*found));
}

task<http_response> archive_json(site_context& site, http_request request) {
  const auto found = co_await archive_for(site, request);
  if (!found) co_return problem_page(site, request, 404);
  co_return file_response(request, "application/feed+json; charset=utf-8", write_json_feed(*found), feed_cache, modified(*found));
}

}  // namespace depeche
