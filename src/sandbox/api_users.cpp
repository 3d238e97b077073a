// /cgi-bin/user/... and the blacklist: the list of followers and what is known of one (wechat-protocol 6).
#include "base/text.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

json describe(const phone& p) {
  if (!p.following) return {{"subscribe", 0}, {"openid", p.openid()}};
  const std::string& scene = p.extra().scene;
  const auto& tags = p.extra().tags;
  const bool by_code = !scene.empty();
  const bool is_text = p.extra().scene_is_text;
  return {{"subscribe", 1},
          {"openid", p.openid()},
          {"nickname", ""},
          {"sex", 0},
          {"language", p.language},
          {"city", ""},
          {"province", ""},
          {"country", ""},
          {"headimgurl", ""},
          {"subscribe_time", to_unix_seconds(p.followed_at)},
          {"remark", p.extra().remark},
          {"groupid", tags.empty() ? 0 : tags.front()},
          {"tagid_list", tags},
          {"subscribe_scene", by_code ? "ADD_SCENE_QR_CODE" : "ADD_SCENE_SEARCH"},
          {"qr_scene", is_text ? 0 : parse_number(scene).value_or(0)},
          {"qr_scene_str", is_text ? scene : std::string()}};
}

api_answer info_of_many(crowd& people, const api_call& call) {
  const auto& wanted = child_at(call.body, "user_list");
  if (!wanted.is_array() || wanted.empty()) return refuse(40035);
  if (wanted.size() > 100) return refuse(40032);
  json list = json::array();
  for (const auto& one : wanted) {
    const auto* person = people.find_openid(text_at(one, "openid"));
    if (person == nullptr) return refuse(40003);
    list.push_back(describe(*person));
  }
  return answer_json({{"user_info_list", std::move(list)}});
}

api_answer remark(crowd& people, const api_call& call) {
  auto* person = people.find_openid(text_at(call.body, "openid"));
  if (person == nullptr) return refuse(40003);
  if (!person->following) return refuse(43004);
  auto words = text_at(call.body, "remark");
  if (words.size() >= 30) return refuse(40092);
  person->own().remark = std::move(words);
  return answer_ok();
}

api_answer blacklist(crowd& people, bool on, const api_call& call) {
  const auto& list = child_at(call.body, "openid_list");
  if (!list.is_array() || list.empty()) return refuse(40031);
  if (list.size() > 20) return refuse(40032);
  for (const auto& one : list)
    if (!one.is_string() || people.find_openid(one.get_ref<const std::string&>()) == nullptr) return refuse(40003);
  for (const auto& one : list) {
    auto* person = people.find_openid(one.get_ref<const std::string&>());
    person->blacklisted = on;
    people.touch(*person);
  }
  return answer_ok();
}

}  // namespace

api_answer list_people(crowd& people, std::string_view from, std::size_t page, bool with_total, const std::function<bool(const phone&)>& wanted) {
  std::uint32_t next = 0;
  if (!from.empty()) {
    const auto* last = people.find_openid(from);
    if (last == nullptr) return refuse(40003);
    next = last->id;
  }
  json ids = json::array();
  for (const auto& all = people.all(); next < all.size() && ids.size() < page; ++next)
    if (wanted(all[next])) ids.push_back(all[next].openid());
  json answer{{"count", ids.size()}, {"next_openid", ids.empty() ? json("") : ids.back()}};
  if (with_total) answer["total"] = people.count(wanted);
  if (!ids.empty()) answer["data"] = json{{"openid", std::move(ids)}};
  return answer_json(answer);
}

std::vector<endpoint> user_endpoints(crowd& people) {
  const auto info = [&people](const api_call& call) {
    const auto* person = people.find_openid(call.parameter("openid"));
    return person == nullptr ? refuse(40003) : answer_json(describe(*person));
  };
  const auto many = [&people](const api_call& call) { return info_of_many(people, call); };
  const auto list = [&people](const api_call& call) {
    return list_people(people, call.parameter("next_openid"), 10'000, true, [](const phone& p) { return p.following; });
  };
  const auto rename = [&people](const api_call& call) { return remark(people, call); };
  const auto black = [&people](const api_call& call) {
    constexpr std::size_t page = 1'000;  // where the sources differ (10,000), the smaller
    return list_people(people, text_at(call.body, "begin_openid"), page, true, [](const phone& p) { return p.blacklisted; });
  };
  const auto shut = [&people](const api_call& call) { return blacklist(people, true, call); };
  const auto open = [&people](const api_call& call) { return blacklist(people, false, call); };
  const auto may = capability::users;
  return {
      {"GET", "/cgi-bin/user/info", may, true, api_body::none, 5'000'000, 500'000, info},
      {"POST", "/cgi-bin/user/info/batchget", may, true, api_body::json, 5'000'000, 500'000, many},
      {"GET", "/cgi-bin/user/get", may, true, api_body::none, 500, 100, list},
      {"POST", "/cgi-bin/user/info/updateremark", capability::remarks, true, api_body::json, 10'000, 0, rename},
      {"POST", "/cgi-bin/tags/members/getblacklist", may, true, api_body::json, 500, 100, black},
      {"POST", "/cgi-bin/tags/members/batchblacklist", may, true, api_body::json, 100'000, 1'000, shut},
      {"POST", "/cgi-bin/tags/members/batchunblacklist", may, true, api_body::json, 100'000, 1'000, open},
  };
}

}  // namespace depeche::sandbox
