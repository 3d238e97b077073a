// /cgi-bin/draft/... (wechat-protocol 8.6), and the old upload of news that made something much like a draft.
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

int read_articles(const account& of, const media_shelf& media, const json& body, std::vector<article>& into) {
  const auto& list = child_at(body, "articles");
  const auto count = list.is_object() ? 1U : list.size();  // an update has one article, without a list
  if (!list.is_array() && !list.is_object()) return 44003;
  if (count == 0) return 44003;
  if (count > 8) return 45008;
  for (std::size_t i = 0; i < count; ++i)
    if (const int code = read_article(list.is_object() ? list : list[i], count == 1, media, of.base_url, into.emplace_back()); code != 0) return code;
  return 0;
}

api_answer add(const account& of, const media_shelf& media, draft_box& drafts, bool in_box, const api_call& call) {
  std::vector<article> articles;
  if (const int code = read_articles(of, media, call.body, articles); code != 0) return refuse(code);
  const auto& made = drafts.add(std::move(articles), in_box);
  if (in_box) return answer_json({{"media_id", made.media_id}, {"item", json::array()}});
  return answer_json({{"type", "news"}, {"media_id", made.media_id}, {"created_at", to_unix_seconds(made.created)}});
}

api_answer get(const account& of, const media_shelf& media, const draft_box& drafts, const api_call& call) {
  const auto* found = drafts.find(text_at(call.body, "media_id"));
  if (found == nullptr) return refuse(40007);
  return answer_json({{"news_item", articles_json(of, media, *found, true)},
                      {"create_time", to_unix_seconds(found->created)}, {"update_time", to_unix_seconds(found->updated)}});
}

api_answer update(const account& of, const media_shelf& media, draft_box& drafts, const api_call& call) {
  const auto id = text_at(call.body, "media_id");
  const auto* found = drafts.find(id);
  if (found == nullptr) return refuse(40007);
  const auto index = number_at(call.body, "index").value_or(0);
  if (index < 0 || static_cast<std::size_t>(index) >= found->articles.size()) return refuse(40114);
  std::vector<article> articles;
  if (const int code = read_articles(of, media, call.body, articles); code != 0) return refuse(code);
  drafts.replace(id, static_cast<std::size_t>(index), std::move(articles.front()));
  return answer_ok();
}

}  // namespace

json article_json(const account& of, const media_shelf& media, const article& one, bool with_content) {
  json out{{"article_type", one.type}, {"title", one.title}, {"author", one.author}, {"digest", one.digest},
           {"content_source_url", one.source_url}, {"thumb_media_id", one.thumb_media_id}, {"show_cover_pic", 0},
           {"need_open_comment", one.open_comment ? 1 : 0}, {"only_fans_can_comment", one.fans_comment ? 1 : 0},
           {"url", article_url(of, one)}};
  if (with_content) out["content"] = one.content;
  const auto* cover = media.find(one.thumb_media_id);
  out["thumb_url"] = cover == nullptr ? std::string() : media_url(of, *cover);
  if (one.type == "newspic") {
    json list = json::array();
    for (const auto& id : one.pictures) list.push_back({{"image_media_id", id}});
    out["image_info"] = {{"image_list", std::move(list)}};
  }
  return out;
}

json articles_json(const account& of, const media_shelf& media, const draft& from, bool with_content) {
  json list = json::array();
  for (const auto& one : from.articles) list.push_back(article_json(of, media, one, with_content));
  return list;
}

api_answer list_drafts(const account& of, const media_shelf& media, const draft_box& drafts, std::int64_t offset, std::int64_t most, bool bare) {
  const auto all = drafts.listed();
  json items = json::array();
  for (auto at = static_cast<std::size_t>(offset); at < all.size() && items.size() < static_cast<std::size_t>(most); ++at)
    items.push_back({{"media_id", all[at]->media_id},
                     {"content", {{"news_item", articles_json(of, media, *all[at], !bare)},
                                  {"create_time", to_unix_seconds(all[at]->created)}, {"update_time", to_unix_seconds(all[at]->updated)}}},
                     {"update_time", to_unix_seconds(all[at]->updated)}});
  return answer_json({{"total_count", all.size()}, {"item_count", items.size()}, {"item", std::move(items)}});
}

std::string article_url(const account& of, const article& one) {
  return (of.base_url.empty() ? "http://mp.weixin.qq.com" : of.base_url) + "/s/" + one.key;
}

std::vector<endpoint> draft_endpoints(const account& of, const media_shelf& media, draft_box& drafts) {
  const auto make = [&](bool in_box) { return [&of, &media, &drafts, in_box](const api_call& call) { return add(of, media, drafts, in_box, call); }; };
  const auto give = [&of, &media, &drafts](const api_call& call) { return get(of, media, drafts, call); };
  const auto change = [&of, &media, &drafts](const api_call& call) { return update(of, media, drafts, call); };
  const auto drop = [&drafts](const api_call& call) { return drafts.remove(text_at(call.body, "media_id")) ? answer_ok() : refuse(40007); };
  const auto count = [&drafts](const api_call&) { return answer_json({{"total_count", drafts.listed().size()}}); };
  const auto list = [&of, &media, &drafts](const api_call& call) {
    const auto offset = number_at(call.body, "offset").value_or(0);
    const auto most = number_at(call.body, "count").value_or(0);
    if (offset < 0 || most < 1 || most > 20) return refuse(40035);
    return list_drafts(of, media, drafts, offset, most, flag_at(call.body, "no_content"));
  };
  const auto is_on = [](const api_call&) { return answer_json({{"errcode", 0}, {"errmsg", "ok"}, {"is_open", 1}}); };
  return {
      {"POST", "/cgi-bin/draft/add", capability::any, true, api_body::json, 1'000, 0, make(true)},
      {"POST", "/cgi-bin/draft/get", capability::any, true, api_body::json, 500, 0, give},
      {"POST", "/cgi-bin/draft/update", capability::any, true, api_body::json, 1'000, 0, change},
      {"POST", "/cgi-bin/draft/delete", capability::any, true, api_body::json, 1'000, 0, drop},
      {"GET", "/cgi-bin/draft/count", capability::any, true, api_body::none, 1'000, 0, count},
      {"POST", "/cgi-bin/draft/batchget", capability::any, true, api_body::json, 1'000, 0, list},
      {"POST", "/cgi-bin/draft/switch", capability::any, true, api_body::perhaps_json, 1'000, 0, is_on},
      {"POST", "/cgi-bin/media/uploadnews", capability::mass_messages, true, api_body::json, 1'000, 0, make(false)},
      {"POST", "/cgi-bin/material/add_news", capability::any, true, api_body::json, 1'000, 0, make(true)},
      {"POST", "/cgi-bin/material/update_news", capability::any, true, api_body::json, 1'000, 0, change},
  };
}

}  // namespace depeche::sandbox
