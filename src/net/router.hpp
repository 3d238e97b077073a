// Path -> handler. Patterns are literal parts and {name} parts: "/d/{digest}". A HEAD is answered by the GET handler.
#pragma once

#include "async/task.hpp"
#include "net/http_message.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace depeche {

using http_handler = std::function<task<http_response>(http_request)>;

class router {
 public:
  // The most specific pattern wins: a literal part beats a {name}. A last part "{name...}" takes the rest of the path.
  void add(std::string method, std::string pattern, http_handler handler);

  // Answers 404 where nothing matches, 405 with Allow where only the method differs, and 500 (empty of details, logged) when a
  // handler throws.
  task<http_response> handle(http_request request) const;

  // The largest body that the handler of this target takes, in bytes; asked before the body is read.
  std::size_t body_limit(std::string_view method, std::string_view path) const;
  void set_body_limit(std::string pattern, std::size_t bytes);  // default 1 MiB

 private:
  struct route {
    std::string method;
    std::string pattern;
    std::vector<std::string> parts;
    http_handler handler;
  };
  using parameters = std::map<std::string, std::string, std::less<>>;
  // params: null when only the answer is wanted.
  static bool match(const route& r, std::string_view path, parameters* params);
  http_response no_route(std::string_view path) const;
  std::vector<route> routes_;
  std::map<std::string, std::size_t, std::less<>> body_limits_;
};

}  // namespace depeche
