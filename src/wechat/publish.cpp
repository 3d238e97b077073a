#include "wechat/publish.hpp"

#include "base/text.hpp"
#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::string_view submit_path = "/cgi-bin/freepublish/submit";
constexpr std::string_view list_path = "/cgi-bin/freepublish/batchget";
constexpr std::string_view get_path = "/cgi-bin/freepublish/get";

}  // namespace

task<api_result<publish_receipt>> submit_publish(api_client& api, std::string media_id) {
  const json body{{"media_id", media_id}};
  auto answer = co_await api.post(std::string(submit_path), json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  publish_receipt receipt;
  receipt.publish_id = text_at(got, "publish_id");
  receipt.msg_data_id = number_at(got, "msg_data_id");
  if (receipt.publish_id.empty())
    co_return own_failure(api_action::unknown, "the platform took a draft to publish without naming its publish_id", submit_path);
  co_return receipt;
}

task<api_result<publish_finished>> publish_state(api_client& api, std::string publish_id) {
  const json body{{"publish_id", publish_id}};
  auto answer = co_await api.post(std::string(get_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  const auto status = number_at(got, "publish_status");
  const bool told = !member(got, "publish_status").is_null();
  const bool known = told && status >= 0 && status <= static_cast<int>(publish_status::blocked);
  if (!known) co_return own_failure(api_action::retry, "the platform's answer holds no publish_status that is known", get_path);
  publish_finished out;
  out.publish_id = publish_id;
  out.status = static_cast<publish_status>(status);
  out.article_id = trim(text_at(got, "article_id"));
  for (const json& one : list_at(member(got, "article_detail"), "item"))
    out.articles.push_back({number_at(one, "idx"), text_at(one, "article_url")});
  out.failed_articles = numbers_at(got, "fail_idx");
  co_return out;
}

task<api_result<std::vector<published_issue>>> list_published(api_client& api, int offset, int count) {
  if (offset < 0 || count < 1 || count > 20)
    co_return own_failure(api_action::fix_request, "what was published is listed by 1 to 20", list_path);
  const json body{{"offset", offset}, {"count", count}, {"no_content", 1}};
  auto answer = co_await api.post(std::string(list_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  std::vector<published_issue> issues;
  for (const json& one : list_at(got, "item")) {
    published_issue issue;
    issue.article_id = text_at(one, "article_id");
    for (const json& article : list_at(member(one, "content"), "news_item")) {
      draft_article a;
      a.title = text_at(article, "title");
      a.source_url = text_at(article, "content_source_url");
      a.url = text_at(article, "url");
      issue.articles.push_back(std::move(a));
    }
    issues.push_back(std::move(issue));
  }
  co_return issues;
}

task<api_result<void>> delete_published(api_client& api, std::string article_id, int article) {
  const json body{{"article_id", article_id}, {"index", article}};
  auto answer = co_await api.post("/cgi-bin/freepublish/delete", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace depeche::wechat
