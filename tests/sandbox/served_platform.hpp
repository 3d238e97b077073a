// The sandbox behind a listener, and the bot's own client of it: both were written from the platform's documents.
#pragma once

#include "async/task_group.hpp"
#include "net/https_client.hpp"
#include "net/listener.hpp"
#include "sandbox/sandbox.hpp"
#include "support/catch.hpp"
#include "support/run_task.hpp"
#include "wechat/access_token.hpp"
#include "wechat/api_client.hpp"

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

namespace platform_test {

using namespace depeche;
using namespace depeche::wechat;
using nlohmann::json;

inline sandbox::sandbox_options options_of(const std::string& profile) {
  sandbox::sandbox_options o;
  o.app_id = "wx0123456789abcdef";
  o.app_secret = "secret";
  o.original_id = "gh_0123456789ab";
  o.token = "testtoken";
  o.mode = "plain";
  o.profile = profile;
  return o;
}

// The sandbox behind a listener, and a client of it.
class served_platform {
 public:
  explicit served_platform(const std::string& profile = "service")
      : platform_(loop_.get_executor(), time_, random_, options_of(profile)), group_(loop_.get_executor()) {
    platform_.add_routes(routes_);
    group_.spawn("platform", platform_.run());
    listener_options where;
    where.address = "127.0.0.1";
    where.port = 0;
    listener_ = start_listener(loop_.get_executor(), where, routes_).value();
    client_ = make_https_client(loop_.get_executor(), https_client_options{}).value();
    const std::string base = "http://127.0.0.1:" + std::to_string(listener_->port());
    const credentials who{"wx0123456789abcdef", "secret", parse_url(base).value()};
    token_ = std::make_unique<access_token>(loop_.get_executor(), *client_, time_, who);
    api_ = std::make_unique<api_client>(*client_, *token_, who);
  }
  ~served_platform() {
    auto end = [this]() -> task<> {
      client_->close_idle();
      co_await listener_->stop(std::chrono::milliseconds{50});
      co_await group_.drain(std::chrono::milliseconds{50});
    };
    run_task(loop_, end());
    loop_.restart();
    loop_.run_for(std::chrono::milliseconds{20});
  }

  api_client& api() { return *api_; }

  template <class T>
  T run(task<T> work) {
    return run_task(loop_, std::move(work));
  }

  // The sandbox's own control: what people do.
  json control(const std::string& method, const std::string& path, const json& body = json::object()) {
    http_request request;
    request.method = method;
    request.path = "/sandbox/v1/" + path;
    request.body = body.dump();
    request.peer = "127.0.0.1";
    auto answer = run(routes_.handle(std::move(request)));
    INFO(answer.body);
    return json::parse(answer.body, nullptr, false);
  }
  // A new phone that follows: its openid.
  std::string follower(const std::string& name) {
    const json phone = control("POST", "phones", {{"name", name}});
    control("POST", "phones/" + phone.at("phone").dump() + "/follow");
    return phone.at("openid").get<std::string>();
  }

 private:
  asio::io_context loop_{1};
  shiftable_clock time_;
  seeded_random random_{11};
  router routes_;
  sandbox::platform platform_;
  task_group group_;
  std::unique_ptr<listener> listener_;
  std::unique_ptr<https_client> client_;
  std::unique_ptr<access_token> token_;
  std::unique_ptr<api_client> api_;
};

// The value, or the failure's words in the test's output.
template <class T>
T good(api_result<T> got) {
  INFO((got.has_error() ? got.error().to_line() : std::string()));
  REQUIRE(got.has_value());
  if constexpr (!std::is_void_v<T>) return std::move(*got);
}

}  // namespace platform_test
