#include "wechat/draft.hpp"

#include "base/utf8.hpp"
#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"
#include "wechat/limits.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::string_view add_path = "/cgi-bin/draft/add";
constexpr std::string_view update_path = "/cgi-bin/draft/update";
constexpr std::string_view list_path = "/cgi-bin/draft/batchget";
constexpr std::size_t max_pictures = 20;

json to_json(const draft_article& a) {
  json out{{"title", a.title}, {"author", a.author}, {"content", a.content}, {"content_source_url", a.source_url},
           {"need_open_comment", a.open_comments ? 1 : 0}, {"only_fans_can_comment", a.only_fans_comment ? 1 : 0}};
  if (a.image_media_ids.empty()) {
    out["article_type"] = "news";
    out["digest"] = a.digest;
    out["thumb_media_id"] = a.thumb_media_id;
    return out;
  }
  json images = json::array();
  for (const std::string& id : a.image_media_ids) images.push_back({{"image_media_id", id}});
  out["article_type"] = "newspic";
  out["image_info"] = {{"image_list", std::move(images)}};
  return out;
}

draft_article article_in(const json& got) {
  draft_article a;
  a.title = text_at(got, "title");
  a.author = text_at(got, "author");
  a.digest = text_at(got, "digest");
  a.content = text_at(got, "content");
  a.source_url = text_at(got, "content_source_url");
  a.thumb_media_id = text_at(got, "thumb_media_id");
  a.open_comments = flag_at(got, "need_open_comment");
  a.only_fans_comment = flag_at(got, "only_fans_can_comment");
  a.url = text_at(got, "url");
  for (const json& image : list_at(member(got, "image_info"), "image_list"))
    a.image_media_ids.push_back(text_at(image, "image_media_id"));
  return a;
}

std::vector<draft_article> articles_in(const json& got) {
  std::vector<draft_article> out;
  for (const json& one : list_at(got, "news_item")) out.push_back(article_in(one));
  return out;
}

}  // namespace

std::string fault_of(const draft_article& a) {
  const auto longer = [](std::string_view text, std::size_t limit) { return count_code_points(text) > limit; };
  if (a.title.empty()) return "an article without a title";
  if (longer(a.title, limits::draft_title_characters)) return "the title has more than 32 characters";
  if (longer(a.author, limits::draft_author_characters)) return "the author has more than 16 characters";
  if (longer(a.digest, limits::draft_digest_characters)) return "the digest has more than 110 characters";
  if (a.content.size() >= limits::draft_content_bytes || count_code_points(a.content) >= limits::draft_content_characters)
    return "the text has 20,000 characters or 1 MB or more";
  if (a.source_url.size() > limits::address_bytes) return "the source's address has more than 1 KB";
  if (a.image_media_ids.size() > max_pictures) return "a picture post has more than 20 pictures";
  if (a.thumb_media_id.empty() && a.image_media_ids.empty()) return "an article without a cover picture (thumb_media_id)";
  return {};
}

task<api_result<std::string>> add_draft(api_client& api, std::vector<draft_article> articles) {
  if (articles.empty() || articles.size() > limits::draft_articles)
    co_return own_failure(api_action::fix_request, "a draft has 1 to 8 articles", add_path);
  json list = json::array();
  for (const draft_article& a : articles) {
    if (const std::string fault = fault_of(a); !fault.empty()) co_return own_failure(api_action::fix_request, fault, add_path);
    list.push_back(to_json(a));
  }
  const json body{{"articles", std::move(list)}};
  auto answer = co_await api.post(std::string(add_path), json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  auto id = text_at(read_json(*answer), "media_id");
  if (id.empty()) co_return own_failure(api_action::unknown, "the platform's answer holds no media_id", add_path);
  co_return id;
}

task<api_result<std::vector<draft_article>>> get_draft(api_client& api, std::string media_id) {
  const json body{{"media_id", media_id}};
  auto answer = co_await api.post("/cgi-bin/draft/get", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return articles_in(read_json(*answer));
}

task<api_result<void>> update_draft(api_client& api, std::string media_id, int index, draft_article article) {
  if (const std::string fault = fault_of(article); !fault.empty())
    co_return own_failure(api_action::fix_request, fault, update_path);
  const json body{{"media_id", media_id}, {"index", index}, {"articles", to_json(article)}};
  auto answer = co_await api.post(std::string(update_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

task<api_result<void>> delete_draft(api_client& api, std::string media_id) {
  const json body{{"media_id", media_id}};
  auto answer = co_await api.post("/cgi-bin/draft/delete", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

task<api_result<std::int64_t>> count_drafts(api_client& api) {
  auto answer = co_await api.get("/cgi-bin/draft/count");
  if (answer.has_error()) co_return answer.error();
  co_return number_at(read_json(*answer), "total_count");
}

task<api_result<draft_page>> list_drafts(api_client& api, int offset, int count, bool with_content) {
  if (offset < 0 || count < 1 || count > 20)
    co_return own_failure(api_action::fix_request, "drafts are listed by 1 to 20", list_path);
  const json body{{"offset", offset}, {"count", count}, {"no_content", with_content ? 0 : 1}};
  auto answer = co_await api.post(std::string(list_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  draft_page page;
  page.total = number_at(got, "total_count");
  for (const json& one : list_at(got, "item"))
    page.drafts.push_back({text_at(one, "media_id"), number_at(one, "update_time"), articles_in(member(one, "content"))});
  co_return page;
}

}  // namespace depeche::wechat
