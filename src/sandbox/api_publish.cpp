// /cgi-bin/freepublish/... (wechat-protocol 8.7).
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

api_answer submit(publish_desk& desk, const draft_box& drafts, const std::function<void()>& begun, const api_call& call) {
  auto id = text_at(call.body, "media_id");
  if (drafts.find(id) == nullptr) return refuse(40007);
  const auto& job = desk.submit(std::move(id));
  begun();
  return answer_json({{"errcode", 0}, {"errmsg", "ok"}, {"publish_id", std::to_string(job.publish_id)}, {"msg_data_id", job.msg_data_id}});
}

api_answer state(const account& of, publish_desk& desk, const api_call& call) {
  const auto* job = desk.find(number_at(call.body, "publish_id").value_or(0));
  if (job == nullptr) return refuse(53502);
  json answer{{"publish_id", std::to_string(job->publish_id)}, {"publish_status", desk.status_of(*job)}, {"fail_idx", json::array()}};
  if (job->status == 2 || job->status == 4) answer["fail_idx"] = job->orders.failed.empty() ? std::vector<int>{1} : job->orders.failed;
  if (const auto* made = desk.find_article(job->article_id); made != nullptr) {
    json items = json::array();
    for (std::size_t i = 0; i < made->articles->size(); ++i)
      if (!(*made->articles)[i].deleted) items.push_back({{"idx", i + 1}, {"article_url", article_url(of, (*made->articles)[i])}});
    answer["article_id"] = made->article_id;
    answer["article_detail"] = {{"count", items.size()}, {"item", std::move(items)}};
  }
  return answer_json(answer);
}

json items_of(const account& of, const media_shelf& media, const publication& one, bool with_content) {
  json items = json::array();
  for (const auto& a : *one.articles) {
    auto item = article_json(of, media, a, with_content);
    item["is_deleted"] = a.deleted;
    items.push_back(std::move(item));
  }
  return items;
}

api_answer remove(publish_desk& desk, const api_call& call) {
  const auto* one = desk.find_article(text_at(call.body, "article_id"));
  if (one == nullptr) return refuse(53600);
  const auto index = number_at(call.body, "index").value_or(0);
  if (index < 0 || static_cast<std::size_t>(index) > one->articles->size()) return refuse(40114);
  for (std::size_t i = 0; i < one->articles->size(); ++i)
    if (index == 0 || i + 1 == static_cast<std::size_t>(index)) (*one->articles)[i].deleted = true;
  return answer_ok();
}

api_answer list(const account& of, const media_shelf& media, const publish_desk& desk, const api_call& call) {
  const auto offset = number_at(call.body, "offset").value_or(0);
  const auto most = number_at(call.body, "count").value_or(0);
  if (offset < 0 || most < 1 || most > 20) return refuse(40035);
  const auto all = desk.list();
  json items = json::array();
  for (auto at = static_cast<std::size_t>(offset); at < all.size() && items.size() < static_cast<std::size_t>(most); ++at)
    items.push_back({{"article_id", all[at]->article_id},
                     {"content", {{"news_item", items_of(of, media, *all[at], !flag_at(call.body, "no_content"))},
                                  {"create_time", to_unix_seconds(all[at]->at)}, {"update_time", to_unix_seconds(all[at]->at)}}},
                     {"update_time", to_unix_seconds(all[at]->at)}});
  return answer_json({{"total_count", all.size()}, {"item_count", items.size()}, {"item", std::move(items)}});
}

}  // namespace

std::vector<endpoint> publish_endpoints(const account& of, const media_shelf& media, const draft_box& drafts, publish_desk& desk,
                                        std::function<void()> begun) {
  const auto take = [&desk, &drafts, begun = std::move(begun)](const api_call& call) { return submit(desk, drafts, begun, call); };
  const auto get = [&of, &desk](const api_call& call) { return state(of, desk, call); };
  const auto drop = [&desk](const api_call& call) { return remove(desk, call); };
  const auto batch = [&of, &media, &desk](const api_call& call) { return list(of, media, desk, call); };
  const auto article = [&of, &media, &desk](const api_call& call) {
    const auto* one = desk.find_article(text_at(call.body, "article_id"));
    return one == nullptr ? refuse(53600) : answer_json({{"news_item", items_of(of, media, *one, true)},
                                                         {"create_time", to_unix_seconds(one->at)}, {"update_time", to_unix_seconds(one->at)}});
  };
  return {
      {"POST", "/cgi-bin/freepublish/submit", capability::publishing, true, api_body::json, 100, 0, take},
      {"POST", "/cgi-bin/freepublish/get", capability::publishing, true, api_body::json, 100, 0, get},
      {"POST", "/cgi-bin/freepublish/delete", capability::publishing, true, api_body::json, 10, 0, drop},
      {"POST", "/cgi-bin/freepublish/batchget", capability::publishing, true, api_body::json, 100, 0, batch},
      {"POST", "/cgi-bin/freepublish/getarticle", capability::publishing, true, api_body::json, 100, 0, article},
  };
}

void add_articles(router& routes, const draft_box& drafts) {
  routes.add("GET", "/s/{key}", [&drafts](http_request request) -> task<http_response> {
    const auto* found = drafts.by_key(request.params["key"]);
    if (found == nullptr) co_return text_response(404, "no such article, or deleted\n");
    co_return article_page(*found);
  });
}

}  // namespace depeche::sandbox
