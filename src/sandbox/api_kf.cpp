// The agents of the customer service and their conversations: lists, accounts, sessions. Each session's begin and end is an event.
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

json list_agents(const account& of, const kf_desk& agents) {
  json list = json::array();
  for (const auto& one : agents.all()) {
    json entry{{"kf_account", one.account}, {"kf_headimgurl", of.base_url.empty() ? "http://mmbiz.qpic.cn/kf/0" : of.base_url + "/kf/0"},
               {"kf_id", one.id}, {"kf_nick", one.nickname}};
    if (!one.wx.empty()) entry["kf_wx"] = one.wx;
    list.push_back(std::move(entry));
  }
  return {{"kf_list", std::move(list)}};
}

json list_online(const kf_desk& agents) {
  json list = json::array();
  for (const auto& one : agents.all())
    if (one.online) list.push_back({{"kf_account", one.account}, {"status", 1}, {"kf_id", one.id}, {"accepted_case", one.talks}});
  return {{"kf_online_list", std::move(list)}};
}

api_answer answer_code(int code) { return code == 0 ? answer_ok() : refuse(code); }

api_answer invite(kf_desk& agents, const api_call& call) {
  auto* agent = agents.find(text_at(call.body, "kf_account"));
  if (agent == nullptr) return refuse(65401);
  if (!agent->wx.empty()) return refuse(65407);
  agent->wx = text_at(call.body, "invite_wx");
  return answer_ok();
}

api_answer begin_talk(kf_desk& agents, crowd& people, const event_sender& send_event, std::string_view openid, std::string_view with) {
  auto* person = people.find_openid(openid);
  if (person == nullptr) return refuse(40003);
  auto* agent = agents.find(with);
  if (agent == nullptr) return refuse(65401);
  if (!agent->online) return refuse(65415);
  if (!person->extra().kf_account.empty() && person->extra().kf_account != with) return refuse(65414);
  if (person->extra().kf_account.empty()) {
    person->own().kf_account = with;
    ++agent->talks;
    send_event(person->openid(), "kf_create_session", {push_field::text("KfAccount", agent->account)});
  }
  return answer_ok();
}

api_answer end_talk(kf_desk& agents, crowd& people, const event_sender& send_event, std::string_view openid, std::string_view with) {
  auto* person = people.find_openid(openid);
  if (person == nullptr) return refuse(40003);
  if (person->extra().kf_account.empty() || person->extra().kf_account != with) return refuse(65413);
  if (auto* agent = agents.find(with); agent != nullptr) --agent->talks;
  person->own().kf_account.clear();
  send_event(person->openid(), "kf_close_session", {push_field::text("KfAccount", std::string(with)), push_field::text("CloseType", "KF")});
  return answer_ok();
}

}  // namespace

std::vector<endpoint> kf_endpoints(const account& of, kf_desk& agents, crowd& people, event_sender send_event) {
  const auto list = [&of, &agents](const api_call&) { return answer_json(list_agents(of, agents)); };
  const auto online = [&agents](const api_call&) { return answer_json(list_online(agents)); };
  const auto add = [&agents](const api_call& call) { return answer_code(agents.add(text_at(call.body, "kf_account"), text_at(call.body, "nickname"))); };
  const auto rename = [&agents](const api_call& call) { return answer_code(agents.rename(text_at(call.body, "kf_account"), text_at(call.body, "nickname"))); };
  const auto drop = [&agents](const api_call& call) { return answer_code(agents.remove(call.either("kf_account"))); };
  const auto ask = [&agents](const api_call& call) { return invite(agents, call); };
  const auto portrait = [&agents](const api_call& call) { return agents.find(call.parameter("kf_account")) == nullptr ? refuse(65401) : answer_ok(); };
  const auto begin = [&agents, &people, send_event](const api_call& call) {
    return begin_talk(agents, people, send_event, text_at(call.body, "openid"), text_at(call.body, "kf_account"));
  };
  const auto end = [&agents, &people, send_event](const api_call& call) {
    return end_talk(agents, people, send_event, text_at(call.body, "openid"), text_at(call.body, "kf_account"));
  };
  const auto session = [&people](const api_call& call) {
    const auto* person = people.find_openid(call.either("openid"));
    return person == nullptr ? refuse(40003) : answer_json({{"createtime", to_unix_seconds(person->last_exchange)}, {"kf_account", person->extra().kf_account}});
  };
  const auto sessions = [&people](const api_call& call) {
    json found = json::array();
    const auto with = call.either("kf_account");
    for (const auto& one : people.all())
      if (!with.empty() && one.extra().kf_account == with) found.push_back({{"createtime", to_unix_seconds(one.last_exchange)}, {"openid", one.openid()}});
    return answer_json({{"sessionlist", std::move(found)}});
  };
  const auto waiting = [](const api_call&) { return answer_json({{"count", 0}, {"waitcaselist", json::array()}}); };
  const auto record = [](const api_call&) { return answer_json({{"recordlist", json::array()}, {"number", 0}, {"msgid", 1}}); };
  const auto may = capability::custom_messages;
  const std::string kf = "/customservice/kfaccount/", talk = "/customservice/kfsession/";
  return {
      {"GET", "/cgi-bin/customservice/getkflist", may, true, api_body::none, 0, 0, list},
      {"GET", "/cgi-bin/customservice/getonlinekflist", may, true, api_body::none, 0, 0, online},
      {"POST", kf + "add", may, true, api_body::json, 0, 0, add},
      {"POST", kf + "update", may, true, api_body::json, 0, 0, rename},
      {"GET", kf + "del", may, true, api_body::perhaps_json, 0, 0, drop},
      {"POST", kf + "inviteworker", may, true, api_body::json, 0, 0, ask},
      {"POST", kf + "uploadheadimg", may, true, api_body::raw, 0, 0, portrait},
      {"POST", talk + "create", may, true, api_body::json, 0, 0, begin},
      {"POST", talk + "close", may, true, api_body::json, 0, 0, end},
      {"GET", talk + "getsession", may, true, api_body::none, 0, 0, session},
      {"GET", talk + "getsessionlist", may, true, api_body::none, 0, 0, sessions},
      {"GET", talk + "getwaitcase", may, true, api_body::none, 0, 0, waiting},
      {"POST", "/customservice/msgrecord/getmsglist", may, true, api_body::json, 0, 0, record},
      {"POST", "/customservice/msgrecord/getrecord", may, true, api_body::json, 0, 0, record},
  };
}

}  // namespace depeche::sandbox
