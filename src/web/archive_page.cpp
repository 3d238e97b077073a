// The addresses of the archive's feeds: all languages, or one by "?lang=".
#include "base/encode.hpp"
#include "web/archive_feed.hpp"
#include "web/page_frame.hpp"
#include "web/page_response.hpp"
#include "web/pages.hpp"

namespace depeche {
namespace {

constexpr std::size_t most_entries = 30;

// Nothing when the language asked for is none of ours.
task<std::optional<archive>> archive_for(site_context& site, const http_request& request) {
  const std::string language = query_value(request.query, "lang").value_or("");
  if (!language.empty() && !site.speaks(language)) co_return std::nullopt;
  const auto listed = co_await site.parts.digests.list(site.parts.account, language, most_entries);
  archive a;
  a.title = site.parts.title;
  a.public_url = site.parts.public_url;
  a.self = a.public_url + request.path + (language.empty() ? "" : "?lang=" + percent_encode(language));
  a.language = language;
  for (const digest& d : listed.value())
    a.entries.push_back({with_known_zone(d), masthead_of(site, d) + " · " + week_date_of(d, d.language)});
  co_return a;
}

}  // namespace

task<http_response> archive_rss(site_context& site, http_request request) {
  const auto found = co_await archive_for(site, request);
  if (!found) co_return problem_page(site, request, 404);
  co_return file_response(request, "application/rss+xml; charset=utf-8", write_rss(*found), "public, max-age=300");
}

task<http_response> archive_json(site_context& site, http_request request) {
  const auto found = co_await archive_for(site, request);
  if (!found) co_return problem_page(site, request, 404);
  co_return file_response(request, "application/feed+json; charset=utf-8", write_json_feed(*found), "public, max-age=300");
}

}  // namespace depeche
