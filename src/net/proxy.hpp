// A way out through an HTTP proxy: for http the proxy is asked for whole addresses, for https it is asked to pass bytes on (CONNECT).
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "net/timed_socket.hpp"
#include "net/url.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct proxy_settings {
  std::optional<url> address;         // none: everything is reached directly
  std::string authorization;          // "Basic ..."; may be empty
  std::vector<std::string> no_proxy;  // hosts reached directly: "intern.example" with all below it, an address, "*" for all
};

// "http://proxy.example:3128", with or without "user:secret@". Fails (invalid_argument) on anything else, https proxies included.
result<proxy_settings> parse_proxy(std::string_view text);

bool goes_through_proxy(const proxy_settings& proxy, const url& target);

// Asks the proxy at the other end of the socket for a way to the target. Fails with connect_failed when it refuses, which says how.
task<result<void>> ask_for_tunnel(timed_socket& socket, const proxy_settings& proxy, const url& target);

}  // namespace depeche
