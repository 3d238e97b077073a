// One digest: the edition's date, its items with summaries, sources, times and related articles.
#include "digest/item_text.hpp"
#include "digest/render.hpp"
#include "web/issue_view.hpp"
#include "web/page_frame.hpp"
#include "web/page_response.hpp"
#include "web/pages.hpp"

namespace depeche {

task<http_response> digest_page(site_context& site, http_request request) {
  const auto number = number_in_path(request.params["digest"]);
  if (!number) co_return problem_page(site, request, 404);
  const auto read = co_await site.parts.digests.find(digest_id{*number});
  auto found = read.value();
  if (!found) co_return problem_page(site, request, 404);
  if (const std::string at = site.parts.sites.path(found->account); found->account != site.parts.account) {
    if (at == site.base) co_return problem_page(site, request, 404);
    co_return redirect_response(digest_url(at, found->id));
  }
  found = site.cleared(std::move(*found));

  page_words words;
  words.language = found->language;
  words.script = query_value(request.query, "script") ? script_wanted(site, request, words.language) : found->script;
  words.title = masthead_of(site, *found) + " · " + week_date_of(*found, found->language);
  words.description = first_titles(*found, 4);
  words.path = "/d/" + std::to_string(*number);
  words.machine_worded = has_machine_words(*found);
  words.edition = found->edition;
  words.edition_title = masthead_of(site, *found);
  view page = co_await invited_view(site, words);
  page.set("digest", issue_view(site, *found));
  co_return page_response(request, 200, filled(site, words, "page_digest", page));
}

}  // namespace depeche
