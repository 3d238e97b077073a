// /cgi-bin/user/...: the list of followers and what is known of one (wechat-protocol 6).
#include "base/text.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

json describe(const phone& p) {
  if (!p.following) return {{"subscribe", 0}, {"openid", p.openid}};
  const bool by_code = !p.scene.empty();
  const auto number = parse_number(p.scene);
  return {{"subscribe", 1},
          {"openid", p.openid},
          {"nickname", ""},
          {"sex", 0},
          {"language", p.language},
          {"city", ""},
          {"province", ""},
          {"country", ""},
          {"headimgurl", ""},
          {"subscribe_time", to_unix_seconds(p.followed_at)},
          {"remark", ""},
          {"groupid", 0},
          {"tagid_list", json::array()},
          {"subscribe_scene", by_code ? "ADD_SCENE_QR_CODE" : "ADD_SCENE_SEARCH"},
          {"qr_scene", number ? *number : 0},
          {"qr_scene_str", number ? std::string() : p.scene}};
}

api_answer list_followers(crowd& people, const api_call& call) {
  constexpr std::size_t page = 10'000;
  const auto from = call.parameter("next_openid");
  std::uint32_t next = 0;
  if (!from.empty()) {
    const auto* last = people.find_openid(from);
    if (last == nullptr) return refuse(40003);
    next = last->id;
  }
  json ids = json::array();
  for (const auto& all = people.all(); next < all.size() && ids.size() < page; ++next)
    if (all[next].following) ids.push_back(all[next].openid);
  json answer{{"total", people.followers()}, {"count", ids.size()}, {"next_openid", ids.empty() ? json("") : ids.back()}};
  if (!ids.empty()) answer["data"] = json{{"openid", std::move(ids)}};
  return answer_json(answer);
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

}  // namespace

std::vector<endpoint> user_endpoints(crowd& people) {
  const auto info = [&people](const api_call& call) {
    const auto* person = people.find_openid(call.parameter("openid"));
    return person == nullptr ? refuse(40003) : answer_json(describe(*person));
  };
  const auto many = [&people](const api_call& call) { return info_of_many(people, call); };
  const auto list = [&people](const api_call& call) { return list_followers(people, call); };
  return {
      {"GET", "/cgi-bin/user/info", capability::users, true, api_body::none, 5'000'000, 500'000, info},
      {"POST", "/cgi-bin/user/info/batchget", capability::users, true, api_body::json, 5'000'000, 500'000, many},
      {"GET", "/cgi-bin/user/get", capability::users, true, api_body::none, 500, 100, list},
  };
}

}  // namespace depeche::sandbox
