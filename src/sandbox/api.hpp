// The gate of the platform's API: every call passes it in the platform's order (method, token, kind of account, quota, JSON), with
// the faults that were ordered; every error has its rid and travels as HTTP 200.
#pragma once

#include "base/random.hpp"
#include "net/router.hpp"
#include "sandbox/account.hpp"
#include "sandbox/bell.hpp"
#include "sandbox/fault_rules.hpp"
#include "sandbox/quota_desk.hpp"
#include "sandbox/rid_book.hpp"
#include "sandbox/token_desk.hpp"
#include "sandbox/traffic.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct api_call {
  const http_request& http;
  const nlohmann::json& body;  // of a POST that carries JSON, else null
  // Of the query, or of a urlencoded form.
  std::string parameter(std::string_view name) const;
  // Of the JSON body, or as parameter(): some calls are documented both ways.
  std::string either(std::string_view name) const;
};

struct api_answer {
  int errcode = 0;
  std::string body;   // of a success, or the words of an error when they are not the usual ones
  std::string extra;  // JSON members that an error carries beside: "\"msg_id\":1"
  std::string content_type = "application/json; encoding=utf-8";
  http_headers headers;
};

api_answer refuse(int errcode, std::string words = {}, std::string extra = {});
api_answer answer_ok();                              // {"errcode":0,"errmsg":"ok"}
api_answer answer_json(const nlohmann::json& value);

enum class api_body { none, json, perhaps_json, raw };

struct endpoint {
  std::string method;  // "POST": a GET is 43002. "GET": a POST is taken too, as client libraries send both
  std::string path;
  capability needs = capability::any;
  bool takes_token = true;
  api_body body = api_body::none;
  std::int64_t daily_limit = 0;       // 0: unlimited
  std::int64_t test_daily_limit = 0;  // of a test account
  std::function<api_answer(const api_call&)> handle;
  std::int64_t minute_limit = 0;      // 0: unlimited
};

struct api_parts {
  account& of;
  token_desk& tokens;
  quota_desk& quotas;
  fault_rules& faults;
  traffic& counted;
  changes& noted;
  bell& released;  // rung when held requests shall end
  rid_book& rids;
  random_source& random;
  const clock& time;
};

class api_gate {
 public:
  explicit api_gate(api_parts with) : with_(with) {}
  void add(router& routes, std::vector<endpoint> endpoints);
  // What is not offered: 40066, as JSON.
  void add_unknown(router& routes);

 private:
  task<http_response> pass(const endpoint& to, http_request request);
  api_answer serve(const endpoint& to, const http_request& request);
  api_answer check(const endpoint& to, const http_request& request);
  http_response finish(std::string_view path, const http_request& request, api_answer answer);

  api_parts with_;
};

}  // namespace depeche::sandbox
