// The front page of a language: its newest digest whole, the earlier ones as a list.
#include "base/localisation.hpp"
#include "digest/item_text.hpp"
#include "web/issue_view.hpp"
#include "web/page_frame.hpp"
#include "web/page_response.hpp"
#include "web/pages.hpp"

namespace depeche {
namespace {

constexpr std::size_t most_digests = 31;

}  // namespace

task<http_response> home_page(site_context& site, http_request request) {
  page_words words;
  const auto named = request.params.find("lang");
  const bool negotiated = named == request.params.end();
  words.language = negotiated ? site.preferred_language(header_value(request.headers, "Accept-Language")) : named->second;
  if (!site.speaks(words.language)) co_return problem_page(site, request, 404);
  words.script = script_wanted(site, request, words.language);
  words.path = "/" + words.language + "/";
  words.home = true;

  const auto listed = co_await site.parts.digests.list(site.parts.account, words.language, most_digests);
  const auto digests = site.cleared(listed.value());
  if (!digests.empty()) words.description = first_titles(digests.front(), 4);
  words.machine_worded = !digests.empty() && has_machine_words(digests.front());

  view page = co_await invited_view(site, words);
  view::list earlier;
  for (std::size_t i = 1; i < digests.size(); ++i) earlier.push_back(issue_line_view(site, digests[i], words.language));
  page.set("has_digest", !digests.empty())
      .set("digest", digests.empty() ? view() : issue_view(site, digests.front()))
      .set("has_earlier", !earlier.empty())
      .set("earlier", std::move(earlier));
  auto answer = page_response(request, 200, filled(site, words, "page_home", page));
  if (negotiated) answer.headers.push_back({"Vary", "Accept-Language"});
  co_return answer;
}

}  // namespace depeche
