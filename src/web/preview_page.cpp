// An edition as it would go out, in every form, for whoever was given the secret address: never listed, never indexed, never kept.
#include "base/encode.hpp"
#include "commands/preview_link.hpp"
#include "digest/item_text.hpp"
#include "digest/render.hpp"
#include "digest/render_card.hpp"
#include "digest/render_draft.hpp"
#include "web/issue_view.hpp"
#include "web/page_frame.hpp"
#include "web/page_response.hpp"
#include "web/pages.hpp"

namespace depeche {
namespace {

// A chat text as a phone shows it: text, and the links that a template wrote. Values can't hold "<a" (digest/template_file).
std::string chat_html(std::string_view text) {
  constexpr std::string_view begin = "<a href=\"", between = "\">", end = "</a>";
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t at = text.find(begin, pos);
    const std::size_t open = at == text.npos ? at : text.find(between, at);
    const std::size_t close = open == text.npos ? open : text.find(end, open);
    if (close == text.npos) return out + html_escape(text.substr(pos));
    const std::string_view address = text.substr(at + begin.size(), open - at - begin.size());
    out += html_escape(text.substr(pos, at - pos));
    out += "<a href=\"" + html_escape(is_web_address(address) ? address : "#") + "\">" +
           html_escape(text.substr(open + between.size(), close - open - between.size())) + "</a>";
    pos = close + end.size();
  }
  return out;
}

// The chat texts, one after the other, as `more` brings them.
view chat_views(const site_context& site, const digest& d, const std::string& masthead) {
  view::list parts;
  for (std::size_t from = 0; from == 0 || from < d.items.size();) {
    const chat_part part = render_chat_part(site.parts.templates, d, masthead, site.public_url, from);
    view v;
    v.set("html", chat_html(part.text)).set("bytes", std::to_string(part.text.size()));
    parts.push_back(std::move(v));
    if (part.next <= from) break;
    from = part.next;
  }
  return parts;
}

view card_view(const site_context& site, const digest& d, const std::string& masthead) {
  const news_card card = render_card(site.parts.templates, d, masthead, site.public_url);
  view v;
  v.set("title", card.title).set("description", card.description).set("url", card.url).set("picture", card.picture).set("fault", fault_of(card));
  return v;
}

view draft_views(const site_context& site, const digest& d, const std::string& masthead) {
  view::list articles;
  const auto pages = render_draft(site.parts.templates, d, masthead, site.public_url);
  if (pages.has_error()) return articles;
  for (const draft_page& page : *pages) {
    view v;
    v.set("title", page.title).set("author", page.author).set("html", page.content).set("url", page.source_url).set("fault", fault_of(page));
    articles.push_back(std::move(v));
  }
  return articles;
}

// The one edition that the token opens.
task<const edition*> opened(site_context& site, std::string token) {
  for (const edition& e : site.parts.board.editions()) {
    if (e.account != site.parts.account) continue;
    const auto opens = co_await site.parts.previews->opens(token, e);
    if (opens.value()) co_return &e;
  }
  co_return nullptr;
}

}  // namespace

task<http_response> preview_page(site_context& site, http_request request) {
  const edition* e = nullptr;
  if (site.parts.previews) e = co_await opened(site, request.params["token"]);
  if (e == nullptr) co_return problem_page(site, request, 404);
  const auto composed = co_await site.parts.board.refresh(*e);
  const std::shared_ptr<const digest> d = composed.value();

  page_words words;
  words.language = e->language;
  words.script = d->script;
  words.title = masthead_of(site, *d);
  words.machine_worded = has_machine_words(*d);
  words.edition = e->name;
  words.edition_title = words.title;
  view page = frame_view(site, words);
  const bool some = !d->items.empty();
  page.set("unlisted", true).set("edition", e->name).set("date", week_date_of(*d, e->language));
  page.set("chat", chat_views(site, *d, words.title));
  page.set("card", some ? card_view(site, *d, words.title) : view());
  page.set("draft", some ? draft_views(site, *d, words.title) : view());
  page.set("digest", issue_view(site, *d));
  auto answer = page_response(request, 200, filled(site, words, "page_preview", page), "no-store");
  // A draft's styles stand in its elements, as the platform wants them.
  for (auto& header : answer.headers)
    if (header.name == "Content-Security-Policy") header.value = std::string(preview_policy);
  answer.headers.push_back({"X-Robots-Tag", "noindex, nofollow"});
  co_return answer;
}

}  // namespace depeche
