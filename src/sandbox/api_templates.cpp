// /cgi-bin/template/... and /cgi-bin/message/template/...: template messages, edited at delivery as the platform does, and the
// one-off subscription message (wechat-protocol 8.2 and 8.3).
#include "base/utf8.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/keyword_rules.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_templates = 25, most_test_templates = 10;

struct template_parts {
  const account& of;
  crowd& people;
  template_shelf& shelf;
  event_sender send_event;
};

int read_target(const json& body, chat_message& into) {
  into.url = text_at(body, "url");
  if (into.url.size() > 1024) return 40039;
  const auto& program = child_at(body, "miniprogram");
  if (!program.is_object() || text_at(program, "appid").empty()) return 0;
  into.url = "weixin://miniprogram/" + text_at(program, "appid") + "/" + text_at(program, "pagepath");  // wins over a url
  return 0;
}

void tell_end(const template_parts& with, const phone& to, std::int64_t msg_id, bool delivered) {
  const auto& orders = with.shelf.orders;
  if (!orders.event) return;
  const std::string status = !orders.status.empty() ? orders.status : delivered ? "success" : "failed:user block";
  with.send_event(to.openid(), "TEMPLATESENDJOBFINISH", {push_field::number("MsgID", msg_id), push_field::text("Status", status)});
}

api_answer send(const template_parts& with, const api_call& call) {
  auto* to = with.people.find_openid(text_at(call.body, "touser"));
  if (to == nullptr) return refuse(40003);
  const auto id = text_at(call.body, "template_id");
  if (id.size() > 64) return refuse(40036);
  const auto* form = with.shelf.find(id, false);
  if (form == nullptr) return refuse(40037);
  const auto& data = child_at(call.body, "data");
  if (!data.is_object()) return refuse(47001);
  keyword_values values;
  if (const auto refused = read_keywords(data, values); refused.errcode != 0) return refused;
  chat_message message;
  message.kind = message_kind::template_message;
  message.way = "template";
  if (const int code = read_target(call.body, message); code != 0) return refuse(code);
  if (!to->following) return refuse(43004);
  auto msg_id = with.shelf.next_msg_id();
  const auto answer = [](std::int64_t id_of_job) { return answer_json({{"errcode", 0}, {"errmsg", "ok"}, {"msgid", id_of_job}}); };
  if (const auto client_id = id_at(call.body, "client_msg_id"); !client_id.empty())
    if (const auto before = with.shelf.sent_before(std::string(to->openid()), client_id, msg_id)) return answer(*before);
  const bool delivered = to->receives && !to->blacklisted && with.shelf.orders.status.empty();
  if (delivered) {
    message.content = std::make_shared<const std::string>(form->title + "\n" + render_template(form->content, values));
    with.people.show(*to, std::move(message));
  }
  tell_end(with, *to, msg_id, delivered);
  return answer(msg_id);
}

// Once for each consent, for this scene (wechat-protocol 8.3).
api_answer send_once(const template_parts& with, const api_call& call) {
  auto* to = with.people.find_openid(text_at(call.body, "touser"));
  if (to == nullptr) return refuse(40003);
  const auto scene = number_at(call.body, "scene");
  if (!scene || *scene < 0 || *scene > 10'000) return refuse(40035);
  const auto title = text_at(call.body, "title");
  if (title.empty() || count_code_points(title) > 15) return refuse(40062);
  const auto words = text_at(child_at(child_at(call.body, "data"), "content"), "value");
  if (words.empty() || count_code_points(words) > 200) return refuse(words.empty() ? 44004 : 45002);
  chat_message message;
  if (const int code = read_target(call.body, message); code != 0) return refuse(code);
  auto& consents = to->own().consents;
  const auto consent = consents.find(once_consent(text_at(call.body, "template_id"), *scene));
  if (consent == consents.end() || consent->second == 0) return refuse(43101);
  --consent->second;
  message.kind = message_kind::notice;
  message.way = "once";
  message.content = std::make_shared<const std::string>(title + "\n" + words);
  with.people.show(*to, std::move(message));
  return answer_ok();
}

json describe(const message_template& one) {
  return {{"template_id", one.id}, {"title", one.title}, {"primary_industry", ""}, {"deputy_industry", ""}, {"content", one.content}, {"example", ""}};
}

api_answer list(const template_shelf& shelf) {
  json all = json::array();
  for (const auto* one : shelf.all(false)) all.push_back(describe(*one));
  return answer_json({{"template_list", std::move(all)}});
}

api_answer add(const account& of, template_shelf& shelf, const api_call& call) {
  std::vector<std::string> names;
  if (const auto& list_of_names = child_at(call.body, "keyword_name_list"); list_of_names.is_array())
    for (const auto& one : list_of_names)
      if (one.is_string() && names.size() < 10) names.push_back(one.get<std::string>());
  auto short_id = text_at(call.body, "template_id_short");
  if (const auto number = number_at(call.body, "template_id_short"); short_id.empty() && number) short_id = std::to_string(*number);
  std::string id;
  const auto most = of.kind == profile::test_account ? most_test_templates : most_templates;
  if (const int code = shelf.add_from_library(short_id, names, most, id); code != 0) return refuse(code);
  return answer_json({{"errcode", 0}, {"errmsg", "ok"}, {"template_id", id}});
}

json industry_json(std::int64_t id) {
  const auto [first, second] = industry_name(id);
  return {{"first_class", first}, {"second_class", second}};
}

}  // namespace

std::string once_consent(std::string_view template_id, std::int64_t scene) {
  return "once " + std::string(template_id) + "/" + std::to_string(scene);
}

api_answer read_keywords(const json& data, keyword_values& into) {
  if (data.size() > 50) return refuse(47003, "argument invalid! data has too many keywords");
  for (const auto& [name, entry] : data.items()) {
    auto value = text_at(entry, "value");
    if (const auto& raw = child_at(entry, "value"); raw.is_number()) value = raw.dump();
    if (!is_allowed(name, value)) return refuse(47003, "argument invalid! data." + name.substr(0, 40) + ".value invalid");
    into.emplace(name, std::move(value));
  }
  return {};
}

std::vector<endpoint> template_endpoints(const account& of, crowd& people, template_shelf& shelf, event_sender send_event) {
  const template_parts with{of, people, shelf, std::move(send_event)};
  const auto one = [with](const api_call& call) { return send(with, call); };
  const auto once = [with](const api_call& call) { return send_once(with, call); };
  const auto all = [&shelf](const api_call&) { return list(shelf); };
  const auto take = [&of, &shelf](const api_call& call) { return add(of, shelf, call); };
  const auto drop = [&shelf](const api_call& call) { return shelf.remove(text_at(call.body, "template_id"), false) ? answer_ok() : refuse(40037); };
  const auto set = [&shelf](const api_call& call) {
    const int code = shelf.set_industries(number_at(call.body, "industry_id1").value_or(0), number_at(call.body, "industry_id2").value_or(0));
    return code == 0 ? answer_ok() : refuse(code);
  };
  const auto get = [&shelf](const api_call&) {
    return answer_json({{"primary_industry", industry_json(shelf.industries[0])}, {"secondary_industry", industry_json(shelf.industries[1])}});
  };
  const auto blocked = [](const api_call&) { return answer_json({{"errcode", 0}, {"errmsg", "ok"}, {"msginfo", json::array()}}); };
  const auto may = capability::templates;
  return {
      {"POST", "/cgi-bin/message/template/send", may, true, api_body::json, 100'000, 100'000, one},
      {"POST", "/cgi-bin/message/template/subscribe", capability::subscribed_once, true, api_body::json, 100'000, 100'000, once},
      {"GET", "/cgi-bin/template/get_all_private_template", may, true, api_body::none, 0, 0, all},
      {"POST", "/cgi-bin/template/api_add_template", may, true, api_body::json, 0, 0, take},
      {"POST", "/cgi-bin/template/del_private_template", may, true, api_body::json, 0, 0, drop},
      {"POST", "/cgi-bin/template/api_set_industry", may, true, api_body::json, 0, 0, set},
      {"GET", "/cgi-bin/template/get_industry", may, true, api_body::none, 0, 0, get},
      {"POST", "/wxa/sec/queryblocktmplmsg", may, true, api_body::json, 0, 0, blocked},
  };
}

}  // namespace depeche::sandbox
