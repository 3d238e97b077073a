#include "wechat/user.hpp"

#include "base/encode.hpp"
#include "wechat/follower_list.hpp"
#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::string_view batch_path = "/cgi-bin/user/info/batchget";
constexpr std::string_view remark_path = "/cgi-bin/user/info/updateremark";

user_profile profile_in(const json& got) {
  user_profile out;
  out.openid = text_at(got, "openid");
  out.subscribed = flag_at(got, "subscribe");
  out.language = text_at(got, "language");
  out.subscribe_time = number_at(got, "subscribe_time");
  out.subscribe_scene = text_at(got, "subscribe_scene");
  out.scene = text_at(got, "qr_scene_str");
  if (const auto number = number_at(got, "qr_scene"); out.scene.empty() && number != 0) out.scene = std::to_string(number);
  out.remark = text_at(got, "remark");
  out.union_id = text_at(got, "unionid");
  out.tags = numbers_at(got, "tagid_list");
  return out;
}

task<api_result<void>> change_blacklist(api_client& api, std::string path, std::vector<std::string> openids) {
  if (openids.empty() || openids.size() > most_shut_out_a_call)
    co_return own_failure(api_action::fix_request, "1 to 20 users are shut out or let in at once", path);
  const json body{{"openid_list", openids}};
  auto answer = co_await api.post(std::move(path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace

task<api_result<user_profile>> user_info(api_client& api, std::string openid) {
  auto answer = co_await api.get("/cgi-bin/user/info", "openid=" + percent_encode(openid));
  if (answer.has_error()) co_return answer.error();
  user_profile out = profile_in(read_json(*answer));
  if (out.openid.empty()) out.openid = std::move(openid);
  co_return out;
}

task<api_result<std::vector<user_profile>>> user_infos(api_client& api, std::vector<std::string> openids) {
  if (openids.empty() || openids.size() > most_users_a_call)
    co_return own_failure(api_action::fix_request, "1 to 100 users are asked for at once", batch_path);
  json list = json::array();
  for (std::string& openid : openids) list.push_back({{"openid", std::move(openid)}});
  const json body{{"user_list", std::move(list)}};
  auto answer = co_await api.post(std::string(batch_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  std::vector<user_profile> out;
  for (const json& one : list_at(read_json(*answer), "user_info_list")) out.push_back(profile_in(one));
  co_return out;
}

task<api_result<follower_page>> followers_after(api_client& api, std::string openid) {
  auto answer = co_await api.get("/cgi-bin/user/get", "next_openid=" + percent_encode(openid));
  if (answer.has_error()) co_return answer.error();
  co_return read_follower_page(*answer, openid);
}

task<api_result<follower_page>> shut_out_after(api_client& api, std::string openid) {
  const json body{{"begin_openid", openid}};
  auto answer = co_await api.post("/cgi-bin/tags/members/getblacklist", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return read_follower_page(*answer, openid);
}

task<api_result<void>> shut_out(api_client& api, std::vector<std::string> openids) {
  co_return co_await change_blacklist(api, "/cgi-bin/tags/members/batchblacklist", std::move(openids));
}

task<api_result<void>> let_in_again(api_client& api, std::vector<std::string> openids) {
  co_return co_await change_blacklist(api, "/cgi-bin/tags/members/batchunblacklist", std::move(openids));
}

task<api_result<void>> set_remark(api_client& api, std::string openid, std::string remark) {
  if (remark.size() >= 30) co_return own_failure(api_action::fix_request, "a remark has under 30 bytes", remark_path);
  const json body{{"openid", openid}, {"remark", remark}};
  auto answer = co_await api.post(std::string(remark_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace depeche::wechat
