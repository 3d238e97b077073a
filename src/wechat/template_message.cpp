#include "wechat/template_message.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::string_view template_path = "/cgi-bin/message/template/send";

json body_of(const templated& m, std::string_view page_member) {
  json values = json::object();
  for (const auto& [keyword, text] : m.values) values[keyword] = {{"value", text}};
  json body{{"touser", m.openid}, {"template_id", m.template_id}, {"data", std::move(values)}};
  if (!m.page.empty()) body[std::string(page_member)] = m.page;
  if (!m.mini_program_app_id.empty())
    body["miniprogram"] = {{"appid", m.mini_program_app_id}, {"pagepath", m.mini_program_page}};
  return body;
}

}  // namespace

task<api_result<std::int64_t>> send_template(api_client& api, templated message, std::string client_msg_id) {
  json body = body_of(message, "url");
  const repeatable repeat = client_msg_id.empty() ? repeatable::no : repeatable::yes;
  if (!client_msg_id.empty()) body["client_msg_id"] = client_msg_id;
  auto answer = co_await api.post(std::string(template_path), json_text(body), repeat);
  if (answer.has_error()) co_return answer.error();
  const auto id = number_at(read_json(*answer), "msgid");
  if (id == 0)
    co_return own_failure(api_action::unknown, "the platform took a template message without naming its msgid", template_path);
  co_return id;
}

task<api_result<void>> send_notice(api_client& api, templated message) {
  const json body = body_of(message, "page");
  auto answer = co_await api.post("/cgi-bin/message/subscribe/bizsend", json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

task<api_result<void>> send_once(api_client& api, once_message message) {
  constexpr std::string_view path = "/cgi-bin/message/template/subscribe";
  if (message.scene < 0 || message.scene > 10'000) co_return own_failure(api_action::fix_request, "a scene is from 0 to 10,000", path);
  if (message.title.empty() || count_code_points(message.title) > 15)
    co_return own_failure(api_action::fix_request, "a title of 1 to 15 characters is needed", path);
  if (message.content.empty() || count_code_points(message.content) > 200)
    co_return own_failure(api_action::fix_request, "a content of 1 to 200 characters is needed", path);
  templated rest;
  rest.openid = std::move(message.openid);
  rest.template_id = std::move(message.template_id);
  rest.page = std::move(message.page);
  rest.mini_program_app_id = std::move(message.mini_program_app_id);
  rest.mini_program_page = std::move(message.mini_program_page);
  rest.values.emplace_back("content", std::move(message.content));
  json body = body_of(rest, "url");
  body["scene"] = std::to_string(message.scene);
  body["title"] = message.title;
  auto answer = co_await api.post(std::string(path), json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

std::string consent_page(std::string_view app_id, std::string_view template_id, int scene, std::string_view redirect,
                         std::string_view reserved) {
  return "https://mp.weixin.qq.com/mp/subscribemsg?action=get_confirm&appid=" + percent_encode(app_id) +
         "&scene=" + std::to_string(scene) + "&template_id=" + percent_encode(template_id) +
         "&redirect_url=" + percent_encode(redirect) + "&reserved=" + percent_encode(reserved) + "#wechat_redirect";
}

task<api_result<std::vector<message_template>>> list_templates(api_client& api) {
  auto answer = co_await api.get("/cgi-bin/template/get_all_private_template");
  if (answer.has_error()) co_return answer.error();
  std::vector<message_template> out;
  for (const json& one : list_at(read_json(*answer), "template_list"))
    out.push_back({text_at(one, "template_id"), text_at(one, "title"), text_at(one, "content"), text_at(one, "example")});
  co_return out;
}

std::vector<std::string> keywords_of(std::string_view content) {
  constexpr std::string_view ending = ".DATA";
  std::vector<std::string> out;
  while (true) {
    const std::size_t open = content.find("{{");
    if (open == std::string_view::npos) return out;
    const std::size_t close = content.find("}}", open);
    if (close == std::string_view::npos) return out;
    std::string_view inside = trim(content.substr(open + 2, close - open - 2));
    if (inside.ends_with(ending)) inside.remove_suffix(ending.size());
    if (!inside.empty()) out.emplace_back(inside);
    content.remove_prefix(close + 2);
  }
}

}  // namespace depeche::wechat
