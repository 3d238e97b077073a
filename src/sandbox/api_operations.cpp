// Quotas, what a rid says, addresses, the callback check, tickets of pages (wechat-protocol 11).
#include "base/localisation.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

api_answer clear_quota(const account& of, quota_desk& quotas, const api_call& call) {
  if (call.either("appid") != of.app_id) return refuse(40013);
  return quotas.clear() ? answer_ok() : refuse(48006);
}

api_answer clear_quota_by_secret(const account& of, quota_desk& quotas, const api_call& call) {
  if (call.either("appid") == of.app_id && call.either("appsecret") != of.app_secret) return refuse(40125);
  return clear_quota(of, quotas, call);
}

api_answer get_quota(const account& of, quota_desk& quotas, const api_call& call) {
  const auto* found = quotas.find(text_at(call.body, "cgi_path"));
  if (found == nullptr) return refuse(76021);
  const auto limit = quota_desk::limit_of(*found, of.kind == profile::test_account);
  const bool in_minute = quota_desk::minute_limit_of(*found) != 0;
  return answer_json({{"errcode", 0},
                      {"errmsg", "ok"},
                      {"quota", {{"daily_limit", limit}, {"used", found->used}, {"remain", std::max<std::int64_t>(limit - found->used, 0)}}},
                      {"rate_limit", {{"call_count", quota_desk::minute_limit_of(*found)}, {"refresh_second", in_minute ? 60 : 0}}},
                      {"component_rate_limit", {{"call_count", 0}, {"refresh_second", 0}}}});
}

api_answer get_rid(const rid_book& rids, const api_call& call) {
  const auto* found = rids.find(text_at(call.body, "rid"));
  if (found == nullptr) return refuse(76001);
  if (rids.is_expired(*found)) return refuse(76003);
  return answer_json({{"errcode", 0},
                      {"errmsg", "ok"},
                      {"request", {{"invoke_time", to_unix_seconds(found->at)}, {"cost_in_ms", 1}, {"request_url", found->url},
                                   {"request_body", found->request_body}, {"response_body", found->response_body}, {"client_ip", found->client_ip}}}});
}

api_answer check_callback(const std::function<bool()>& has_push_url, const api_call& call) {
  constexpr std::array<std::string_view, 5> operators{"", "CHINANET", "UNICOM", "CAP", "DEFAULT"};
  const auto action = text_at(call.body, "action");
  if (action != "dns" && action != "ping" && action != "all") return refuse(40202);
  if (std::find(operators.begin(), operators.end(), text_at(call.body, "check_operator")) == operators.end()) return refuse(40203);
  if (!has_push_url()) return refuse(40201);
  json answer = json::object();
  if (action != "ping") answer["dns"] = json::array({{{"ip", "127.0.0.1"}, {"real_operator", "DEFAULT"}}});
  if (action != "dns")
    answer["ping"] = json::array({{{"ip", "127.0.0.1"}, {"from_operator", "DEFAULT"}, {"package_loss", "0%"}, {"time", "0.1ms"}}});
  return answer_json(answer);
}

}  // namespace

std::vector<endpoint> operation_endpoints(const account& of, quota_desk& quotas, const rid_book& rids, random_source& random,
                                          std::function<bool()> has_push_url) {
  const auto clear = [&of, &quotas](const api_call& call) { return clear_quota(of, quotas, call); };
  const auto clear_v2 = [&of, &quotas](const api_call& call) { return clear_quota_by_secret(of, quotas, call); };
  const auto clear_one = [&quotas](const api_call& call) {
    const int code = quotas.clear(text_at(call.body, "cgi_path"));
    return code == 0 ? answer_ok() : refuse(code);
  };
  const auto get = [&of, &quotas](const api_call& call) { return get_quota(of, quotas, call); };
  const auto rid = [&rids](const api_call& call) { return get_rid(rids, call); };
  const auto addresses = [](const api_call&) {
    json list = json::array();
    list.push_back("127.0.0.1");
    return answer_json(json{{"ip_list", std::move(list)}});
  };
  const auto check = [has_push_url = std::move(has_push_url)](const api_call& call) { return check_callback(has_push_url, call); };
  const auto ticket = [&random](const api_call&) {
    return answer_json({{"errcode", 0}, {"errmsg", "ok"}, {"ticket", random_word(random, 86)}, {"expires_in", 7200}});
  };
  const auto any = capability::any;
  return {
      {"POST", "/cgi-bin/clear_quota", any, true, api_body::perhaps_json, 0, 0, clear},
      {"POST", "/cgi-bin/clear_quota/v2", any, false, api_body::perhaps_json, 0, 0, clear_v2},
      {"POST", "/cgi-bin/openapi/quota/clear", any, true, api_body::json, 0, 0, clear_one},
      {"POST", "/cgi-bin/openapi/quota/get", any, true, api_body::json, 0, 0, get},
      {"POST", "/cgi-bin/openapi/rid/get", any, true, api_body::json, 0, 0, rid},
      {"GET", "/cgi-bin/get_api_domain_ip", any, true, api_body::none, 0, 0, addresses},
      {"GET", "/cgi-bin/getcallbackip", any, true, api_body::none, 0, 0, addresses},
      {"POST", "/cgi-bin/callback/check", any, true, api_body::json, 0, 0, check},
      {"GET", "/cgi-bin/ticket/getticket", any, true, api_body::none, 1'000'000, 100'000, ticket},
  };
}

}  // namespace depeche::sandbox
