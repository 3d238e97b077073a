// /cgi-bin/message/subscribe/bizsend and /wxaapi/newtmpl/...: the subscription notice, one for each consent (wechat-protocol 8.4).
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/keyword_rules.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

api_answer send(crowd& people, template_shelf& shelf, const event_sender& send_event, const api_call& call) {
  auto* to = people.find_openid(text_at(call.body, "touser"));
  if (to == nullptr) return refuse(40003);
  const auto* form = shelf.find(text_at(call.body, "template_id"), true);
  if (form == nullptr) return refuse(40037);
  const auto& data = child_at(call.body, "data");
  if (!data.is_object()) return refuse(47001);
  keyword_values values;
  if (const auto refused = read_keywords(data, values); refused.errcode != 0) return refused;
  for (const auto& name : keywords_of(form->content))
    if (const auto value = values.find(name); value == values.end() || value->second.empty())
      return refuse(47003, "argument invalid! data." + name + ".value is empty");
  auto& consents = to->own().consents;
  const auto consent = consents.find(form->id);
  if (consent == consents.end() || consent->second == 0) return refuse(43101);
  --consent->second;
  chat_message message;
  message.kind = message_kind::notice;
  message.way = "notice";
  message.url = text_at(call.body, "page");
  message.content = std::make_shared<const std::string>(form->title + "\n" + render_template(form->content, values));
  people.show(*to, std::move(message));
  send_event(to->openid(), "subscribe_msg_sent_event",
             {push_field::group("SubscribeMsgSentEvent",
                                {push_field::group("List", {push_field::text("TemplateId", form->id),
                                                            push_field::text("MsgID", std::to_string(shelf.next_msg_id())),
                                                            push_field::text("ErrorCode", "0"), push_field::text("ErrorStatus", "success")})})});
  return answer_ok();
}

json success(json data) { return {{"errcode", 0}, {"errmsg", "ok"}, {"data", std::move(data)}}; }

api_answer list(const template_shelf& shelf) {
  json all = json::array();
  for (const auto* one : shelf.all(true))
    all.push_back({{"priTmplId", one->id}, {"title", one->title}, {"content", one->content}, {"example", ""}, {"type", 2}});
  return answer_json(success(std::move(all)));
}

const public_template* find_public(std::int64_t tid) {
  for (const auto& one : public_templates())
    if (one.tid == tid) return &one;
  return nullptr;
}

api_answer add(template_shelf& shelf, const api_call& call) {
  const auto* from = find_public(number_at(call.body, "tid").value_or(0));
  const auto& kids = child_at(call.body, "kidList");
  if (from == nullptr || !kids.is_array() || kids.size() < 2 || kids.size() > 5) return refuse(200014);
  if (shelf.all(true).size() >= 25) return refuse(200012);
  std::string content;
  for (const auto& kid : kids) {
    const auto number = number_of(kid).value_or(0);
    if (number < 1 || static_cast<std::size_t>(number) > from->keywords.size()) return refuse(200014);
    const auto name = from->keywords[static_cast<std::size_t>(number) - 1];
    content += std::string(name) + ":{{" + std::string(type_of_keyword_name(name)) + std::to_string(number) + ".DATA}}\n";
  }
  return answer_json({{"errcode", 0}, {"errmsg", "ok"}, {"priTmplId", shelf.add(std::string(from->title), std::move(content), true).id}});
}

api_answer titles() {
  json all = json::array();
  for (const auto& one : public_templates()) all.push_back({{"tid", one.tid}, {"title", one.title}, {"type", 2}, {"categoryId", "616"}});
  auto answer = success(std::move(all));
  answer["count"] = public_templates().size();
  return answer_json(answer);
}

api_answer keywords(const api_call& call) {
  const auto* from = find_public(parse_number(call.either("tid")).value_or(0));
  if (from == nullptr) return refuse(200014);
  json all = json::array();
  for (std::size_t i = 0; i < from->keywords.size(); ++i)
    all.push_back({{"kid", i + 1}, {"name", from->keywords[i]}, {"example", ""}, {"rule", type_of_keyword_name(from->keywords[i])}});
  auto answer = success(std::move(all));
  answer["count"] = from->keywords.size();
  return answer_json(answer);
}

}  // namespace

std::vector<endpoint> notice_endpoints(crowd& people, template_shelf& shelf, event_sender send_event) {
  const auto one = [&people, &shelf, send_event = std::move(send_event)](const api_call& call) { return send(people, shelf, send_event, call); };
  const auto all = [&shelf](const api_call&) { return list(shelf); };
  const auto take = [&shelf](const api_call& call) { return add(shelf, call); };
  const auto drop = [&shelf](const api_call& call) { return shelf.remove(text_at(call.body, "priTmplId"), true) ? answer_ok() : refuse(200011); };
  const auto categories = [](const api_call&) {
    json list_of_one = json::array();
    list_of_one.push_back({{"id", 616}, {"name", "新闻资讯"}});
    return answer_json(success(std::move(list_of_one)));
  };
  const auto public_ones = [](const api_call&) { return titles(); };
  const auto public_keywords = [](const api_call& call) { return keywords(call); };
  const auto may = capability::notices;
  const std::string admin = "/wxaapi/newtmpl/";
  return {
      {"POST", "/cgi-bin/message/subscribe/bizsend", may, true, api_body::json, 0, 0, one},
      {"GET", admin + "gettemplate", may, true, api_body::none, 0, 0, all},
      {"POST", admin + "addtemplate", may, true, api_body::json, 0, 0, take},
      {"POST", admin + "deltemplate", may, true, api_body::json, 0, 0, drop},
      {"GET", admin + "getcategory", may, true, api_body::none, 0, 0, categories},
      {"GET", admin + "getpubtemplatetitles", may, true, api_body::none, 0, 0, public_ones},
      {"GET", admin + "getpubtemplatekeywords", may, true, api_body::none, 0, 0, public_keywords},
  };
}

}  // namespace depeche::sandbox
