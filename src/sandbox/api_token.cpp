// /cgi-bin/token and /cgi-bin/stable_token.
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

api_answer check_credentials(const account& of, std::string_view grant, std::string_view app_id, std::string_view secret) {
  if (grant != "client_credential") return refuse(40002);
  if (app_id.empty()) return refuse(41002);
  if (secret.empty()) return refuse(41004);
  if (app_id != of.app_id) return refuse(40013);
  if (secret != of.app_secret) return refuse(40125);
  return {};
}

api_answer give(const issued_token& token) {
  return answer_json({{"access_token", token.token}, {"expires_in", token.expires_in.count()}});
}

}  // namespace

std::vector<endpoint> token_endpoints(const account& of, token_desk& tokens) {
  const auto classic = [&of, &tokens](const api_call& call) {
    auto refused = check_credentials(of, call.parameter("grant_type"), call.parameter("appid"), call.parameter("secret"));
    return refused.errcode != 0 ? refused : give(tokens.classic());
  };
  const auto stable = [&of, &tokens](const api_call& call) {
    auto refused = check_credentials(of, text_at(call.body, "grant_type"), text_at(call.body, "appid"), text_at(call.body, "secret"));
    return refused.errcode != 0 ? refused : give(tokens.stable(flag_at(call.body, "force_refresh")));
  };
  return {
      {"GET", "/cgi-bin/token", capability::any, false, api_body::none, 2'000, 200, classic},
      {"POST", "/cgi-bin/stable_token", capability::any, false, api_body::json, 500'000, 500'000, stable, 10'000},
  };
}

}  // namespace depeche::sandbox
