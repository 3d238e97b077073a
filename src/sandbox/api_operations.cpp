// Quotas, addresses and the callback check (wechat-protocol 11).
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

api_answer clear_quota(const account& of, quota_desk& quotas, const api_call& call) {
  if (text_at(call.body, "appid") != of.app_id) return refuse(40013);
  return quotas.clear() ? answer_ok() : refuse(48006);
}

api_answer get_quota(const account& of, quota_desk& quotas, const api_call& call) {
  const auto* found = quotas.find(text_at(call.body, "cgi_path"));
  if (found == nullptr) return refuse(76021);
  const auto limit = quota_desk::limit_of(*found, of.kind == profile::test_account);
  return answer_json({{"errcode", 0},
                      {"errmsg", "ok"},
                      {"quota", {{"daily_limit", limit}, {"used", found->used}, {"remain", std::max<std::int64_t>(limit - found->used, 0)}}}});
}

api_answer check_callback(const std::function<bool()>& has_push_url, const api_call& call) {
  const auto action = text_at(call.body, "action");
  if (action != "dns" && action != "ping" && action != "all") return refuse(40202, "invalid action");
  if (!has_push_url()) return refuse(40201);
  json answer = json::object();
  if (action != "ping") answer["dns"] = json::array({{{"ip", "127.0.0.1"}, {"real_operator", "DEFAULT"}}});
  if (action != "dns")
    answer["ping"] = json::array({{{"ip", "127.0.0.1"}, {"from_operator", "DEFAULT"}, {"package_loss", "0%"}, {"time", "0.1ms"}}});
  return answer_json(answer);
}

}  // namespace

std::vector<endpoint> operation_endpoints(const account& of, quota_desk& quotas, std::function<bool()> has_push_url) {
  const auto clear = [&of, &quotas](const api_call& call) { return clear_quota(of, quotas, call); };
  const auto get = [&of, &quotas](const api_call& call) { return get_quota(of, quotas, call); };
  const auto addresses = [](const api_call&) {
    json list = json::array();
    list.push_back("127.0.0.1");
    return answer_json(json{{"ip_list", std::move(list)}});
  };
  const auto check = [has_push_url = std::move(has_push_url)](const api_call& call) { return check_callback(has_push_url, call); };
  return {
      {"POST", "/cgi-bin/clear_quota", capability::any, true, api_body::json, 0, 0, clear},
      {"POST", "/cgi-bin/openapi/quota/get", capability::any, true, api_body::json, 0, 0, get},
      {"GET", "/cgi-bin/get_api_domain_ip", capability::any, true, api_body::none, 0, 0, addresses},
      {"GET", "/cgi-bin/getcallbackip", capability::any, true, api_body::none, 0, 0, addresses},
      {"POST", "/cgi-bin/callback/check", capability::any, true, api_body::json, 0, 0, check},
  };
}

}  // namespace depeche::sandbox
