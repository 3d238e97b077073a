#include "wechat/quota.hpp"

#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {

using nlohmann::json;

task<api_result<call_quota>> quota_of(api_client& api, std::string cgi_path) {
  const json body{{"cgi_path", cgi_path}};
  auto answer = co_await api.post("/cgi-bin/openapi/quota/get", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  const json& daily = member(got, "quota");
  const json& rate = member(got, "rate_limit");
  call_quota out;
  out.daily_limit = number_at(daily, "daily_limit");
  out.used = number_at(daily, "used");
  out.remain = number_at(daily, "remain");
  out.rate_calls = number_at(rate, "call_count");
  out.rate_refresh_seconds = number_at(rate, "refresh_second");
  co_return out;
}

task<api_result<void>> clear_all_quotas(api_client& api, std::string app_id) {
  const json body{{"appid", app_id}};
  auto answer = co_await api.post("/cgi-bin/clear_quota", json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

task<api_result<void>> clear_quota_of(api_client& api, std::string cgi_path) {
  const json body{{"cgi_path", cgi_path}};
  auto answer = co_await api.post("/cgi-bin/openapi/quota/clear", json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

}  // namespace depeche::wechat
