// A platform on a loop of its own, asked through its routes; and a bot of a few lines that it pushes to over real HTTP.
#pragma once

#include "async/task_group.hpp"
#include "net/listener.hpp"
#include "sandbox/sandbox.hpp"
#include "support/run_task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace depeche::sandbox {

inline constexpr const char* test_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

inline sandbox_options test_options(const std::string& mode = "plain", const std::string& profile = "service") {
  sandbox_options o;
  o.app_id = "wx0123456789abcdef";
  o.app_secret = "secret";
  o.original_id = "gh_0123456789ab";
  o.token = "testtoken";
  o.aes_key = test_key;
  o.mode = mode;
  o.profile = profile;
  o.reply_limit = std::chrono::milliseconds{150};
  return o;
}

class world {
 public:
  explicit world(sandbox_options options = test_options())
      : app_id(options.app_id), secret(options.app_secret), platform_(loop_.get_executor(), time, random_, std::move(options)),
        group_(loop_.get_executor()) {
    platform_.add_routes(routes_);
    group_.spawn("platform", platform_.run());
  }
  ~world() {
    auto end = [this]() -> task<> {
      if (bot_) co_await bot_->stop(std::chrono::milliseconds{50});
      co_await group_.drain(std::chrono::milliseconds{50});
    };
    run(end());
    loop_.restart();
    loop_.run_for(std::chrono::milliseconds{20});
  }

  // Runs the loop until the work is done.
  void run(task<> work) { run_task(loop_, std::move(work)); }

  // Runs the loop until something has come true.
  template <class Condition>
  void run_until(Condition holds) {
    loop_.restart();
    while (!holds()) loop_.run_one();
  }

  // Starts a call and leaves it running.
  void begin(const std::string& method, const std::string& target, const std::string& body, bool& ended) {
    auto work = [](router& to, http_request request, bool& end) -> task<> {
      co_await to.handle(std::move(request));
      end = true;
    };
    asio::co_spawn(loop_, work(routes_, request_of(method, target, body, {}), ended), [](std::exception_ptr) {});
    loop_.restart();
    loop_.poll();
  }

  http_response ask(const std::string& method, const std::string& target, const std::string& body = {}, http_headers headers = {}) {
    http_response answer;
    auto request = request_of(method, target, body, std::move(headers));
    auto work = [&]() -> task<> { answer = co_await routes_.handle(std::move(request)); };
    run(work());
    return answer;
  }

  static http_request request_of(const std::string& method, const std::string& target, const std::string& body, http_headers headers) {
    const auto mark = target.find('?');
    http_request request;
    request.method = method;
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.body = body;
    request.peer = "203.0.113.9";
    request.headers = std::move(headers);
    return request;
  }

  nlohmann::json json_of(const http_response& answer) { return nlohmann::json::parse(answer.body); }

  // The control API.
  nlohmann::json get(const std::string& path) { return json_of(ask("GET", "/sandbox/v1/" + path)); }
  nlohmann::json post(const std::string& path, const nlohmann::json& body = nlohmann::json::object()) {
    return json_of(ask("POST", "/sandbox/v1/" + path, body.dump()));
  }

  // The platform's API, with a token that is fetched once.
  std::string token() {
    if (token_.empty()) token_ = stable();
    return token_;
  }
  std::string stable(bool force = false) {
    const nlohmann::json body{{"grant_type", "client_credential"}, {"appid", app_id}, {"secret", secret}, {"force_refresh", force}};
    return json_of(ask("POST", "/cgi-bin/stable_token", body.dump())).value("access_token", "");
  }
  nlohmann::json call(const std::string& path, const nlohmann::json& body) {
    return json_of(ask("POST", path + "?access_token=" + token(), body.dump()));
  }
  nlohmann::json fetch(const std::string& path, const std::string& query = {}) {
    return json_of(ask("GET", path + "?access_token=" + token() + (query.empty() ? "" : "&" + query)));
  }
  int send_text(const std::string& openid, const std::string& text) {
    return call("/cgi-bin/message/custom/send", {{"touser", openid}, {"msgtype", "text"}, {"text", {{"content", text}}}})["errcode"];
  }

  // A bot that answers pushes with `answer`; its requests are kept in `pushed`.
  using answerer = std::function<task<http_response>(http_request)>;
  void start_bot(answerer answer) {
    bot_routes_.add("POST", "/callback", [this, answer](http_request request) -> task<http_response> {
      pushed.push_back(request);
      co_return co_await answer(std::move(request));
    });
    listen();
  }
  void start_bot(const std::string& body) {
    start_bot([body](http_request) -> task<http_response> { co_return text_response(200, body); });
  }
  void answer_verification(answerer answer) { bot_routes_.add("GET", "/callback", std::move(answer)); }

  asio::any_io_executor executor() { return loop_.get_executor(); }

 private:
  void listen() {
    listener_options options;
    options.address = "127.0.0.1";
    options.port = 0;
    auto started = start_listener(loop_.get_executor(), options, bot_routes_);
    bot_ = std::move(started.value());
    platform_.push_to("http://127.0.0.1:" + std::to_string(bot_->port()) + "/callback", "");
  }

 public:
  std::string app_id, secret;
  shiftable_clock time;
  std::vector<http_request> pushed;

 private:
  asio::io_context loop_{1};
  seeded_random random_{7};
  router routes_;
  router bot_routes_;
  platform platform_;
  task_group group_;
  std::unique_ptr<listener> bot_;
  std::string token_;
};

}  // namespace depeche::sandbox
