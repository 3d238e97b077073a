#include "wechat/operations.hpp"

#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

task<api_result<std::vector<std::string>>> addresses(api_client& api, std::string path) {
  auto answer = co_await api.get(std::move(path));
  if (answer.has_error()) co_return answer.error();
  co_return texts_at(read_json(*answer), "ip_list");
}

}  // namespace

task<api_result<std::vector<std::string>>> callback_addresses(api_client& api) {
  co_return co_await addresses(api, "/cgi-bin/getcallbackip");
}

task<api_result<std::vector<std::string>>> api_addresses(api_client& api) {
  co_return co_await addresses(api, "/cgi-bin/get_api_domain_ip");
}

task<api_result<callback_check>> check_callback(api_client& api) {
  const json body{{"action", "all"}, {"check_operator", "DEFAULT"}};
  auto answer = co_await api.post("/cgi-bin/callback/check", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  callback_check out;
  for (const json& one : list_at(got, "dns")) out.names.push_back({text_at(one, "ip"), text_at(one, "real_operator")});
  for (const json& one : list_at(got, "ping"))
    out.echoes.push_back({text_at(one, "ip"), text_at(one, "from_operator"), text_at(one, "package_loss"), text_at(one, "time")});
  co_return out;
}

task<api_result<past_request>> look_up_request(api_client& api, std::string rid) {
  const json body{{"rid", rid}};
  auto answer = co_await api.post("/cgi-bin/openapi/rid/get", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  const json& request = member(got, "request");
  past_request out;
  out.invoked = number_at(request, "invoke_time");
  out.cost_ms = number_at(request, "cost_in_ms");
  out.url = text_at(request, "request_url");
  out.request_body = text_at(request, "request_body");
  out.response_body = text_at(request, "response_body");
  out.client_address = text_at(request, "client_ip");
  co_return out;
}

}  // namespace depeche::wechat
