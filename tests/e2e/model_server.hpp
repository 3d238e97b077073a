// An OpenAI-compatible endpoint on a thread of its own: answers each question by a function of what is to be worked on.
#pragma once

#include "net/listener.hpp"
#include "net/router.hpp"
#include "support/catch.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace e2e {

class model_server {
 public:
  explicit model_server(std::function<std::string(const std::string& material)> answer) : answer_(std::move(answer)) {
    routes_.add("POST", "/v1/chat/completions", [this](depeche::http_request request) -> depeche::task<depeche::http_response> {
      const auto asked = nlohmann::json::parse(request.body);
      const nlohmann::json said = {{"message", {{"role", "assistant"}, {"content", answer_(asked["messages"][1]["content"].get<std::string>())}}}};
      co_return depeche::json_response(200, nlohmann::json{{"choices", {said}}, {"usage", {{"total_tokens", 100}}}}.dump());
    });
    depeche::listener_options at;
    at.address = "127.0.0.1";
    at.port = 0;
    server_ = depeche::start_listener(loop_.get_executor(), std::move(at), routes_).value();
    address = "http://127.0.0.1:" + std::to_string(server_->port()) + "/v1";
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~model_server() {
    loop_.stop();
    thread_.join();
  }
  model_server(const model_server&) = delete;
  model_server& operator=(const model_server&) = delete;

  std::string address;

 private:
  std::function<std::string(const std::string&)> answer_;
  depeche::asio::io_context loop_;
  depeche::asio::executor_work_guard<depeche::asio::io_context::executor_type> open_{loop_.get_executor()};
  depeche::router routes_;
  std::unique_ptr<depeche::listener> server_;
  std::thread thread_;
};

}  // namespace e2e
