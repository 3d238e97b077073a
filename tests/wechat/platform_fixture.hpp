// An API client on a scripted platform whose token service works.
#pragma once

#include "wechat/api_client.hpp"
#include "wechat/scripted_platform.hpp"

namespace platform_test {

using namespace depeche;
using namespace depeche::wechat;

inline constexpr std::string_view token_path = "/cgi-bin/stable_token";
inline constexpr std::string_view ok = R"({"errcode":0,"errmsg":"ok"})";

struct platform_fixture {
  boost::asio::io_context loop;
  scripted_platform platform;
  manual_clock time{from_unix_seconds(1'700'000'000)};
  access_token token{loop.get_executor(), platform, time, test_credentials()};
  api_client api{platform, token, test_credentials()};
  std::string current = "T1";
  int forced = 0;
  scripted_platform::answer_function answer = [](const client_request&) { return json_answer(std::string(ok)); };

  platform_fixture() {
    platform.answer = [this](const client_request& r) -> result<client_response> {
      if (!r.target.target.starts_with(token_path)) return answer(r);
      if (r.body.find("\"force_refresh\":true") != std::string::npos) current = "F" + std::to_string(++forced);
      return json_answer(R"({"access_token":")" + current + R"(","expires_in":7200})");
    };
  }
  void answers(std::string body, int status = 200) {
    answer = [body, status](const client_request&) { return json_answer(body, status); };
  }
  void fails(errc code) {
    answer = [code](const client_request&) -> result<client_response> { return fail(code, "no luck"); };
  }
  api_result<std::string> post(repeatable repeat) { return run_on(loop, api.post("/cgi-bin/x", "{}", repeat)); }
  std::size_t calls() const { return platform.requests.size() - platform.count(token_path); }
  const client_request& last() const { return platform.requests.back(); }
};

}  // namespace platform_test
