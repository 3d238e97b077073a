#include "cli/digest_forms.hpp"

#include "deliver/deliver_due.hpp"
#include "digest/render_card.hpp"
#include "digest/render_draft.hpp"
#include "digest/render_template.hpp"

#include <nlohmann/json.hpp>

namespace depeche {
namespace {

using nlohmann::ordered_json;

std::string written(const ordered_json& what) { return what.dump(2, ' ', false, ordered_json::error_handler_t::replace); }

void refuse(const std::string& fault, const std::string& form) {
  if (!fault.empty()) throw failure(fail(errc::invalid_argument, "the platform would refuse this " + form, fault));
}

}  // namespace

std::string card_json(parts& p, const edition& e, const digest& d) {
  const news_card card = render_card(*p.templates, d, masthead_of(e), p.settings.sites().of(e.account));
  refuse(fault_of(card), "card");
  const ordered_json article = {{"title", card.title}, {"description", card.description}, {"url", card.url}, {"picurl", card.picture}};
  return written({{"msgtype", "news"}, {"news", {{"articles", ordered_json::array({article})}}}});
}

std::string draft_json(parts& p, const edition& e, const digest& d) {
  const auto pages = render_draft(*p.templates, d, masthead_of(e), p.settings.sites().of(e.account));
  ordered_json articles = ordered_json::array();
  for (const draft_page& page : pages.value()) {
    refuse(fault_of(page), "draft");
    articles.push_back({{"title", page.title}, {"author", page.author}, {"digest", page.digest}, {"content", page.content},
                        {"content_source_url", page.source_url}, {"picture", page.image}});
  }
  return written({{"articles", std::move(articles)}});
}

std::string template_json(const edition& e, const digest& d, const std::vector<std::string>& keywords) {
  ordered_json data = ordered_json::object();
  for (const auto& [keyword, value] : render_template_values(d, masthead_of(e), keywords)) data[keyword] = {{"value", value}};
  return written({{"data", std::move(data)}});
}

task<std::string> site_answer(parts& p, std::string path, std::string query) {
  router routes;
  for (const auto& pages : p.pages) pages->add_routes(routes);
  http_request request;
  request.method = "GET";
  request.path = path;
  request.query = std::move(query);
  auto answer = co_await routes.handle(std::move(request));
  if (answer.status != 200) throw failure(fail(errc::not_found, "the site has no such page", path, "compose the digest first"));
  co_return std::move(answer.body);
}

}  // namespace depeche
