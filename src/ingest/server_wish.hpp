// What a server asks of those who come again: to wait (Retry-After, Cache-Control), because it is busy or because nothing will change.
#pragma once

#include "base/clock.hpp"
#include "net/https_client.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace depeche {

struct server_wish {
  bool busy = false;  // 429 or 503: nothing at all of this host for a while
  bool gone = false;  // 410: there will be nothing at this address any more (RFC 9110, 15.5.11)
  std::string host;   // that said so
  std::optional<std::chrono::seconds> wait;  // at least so long until the next request
};

// Nobody may send us to sleep for longer than these.
inline constexpr std::chrono::seconds longest_retry_after = std::chrono::hours{24};
inline constexpr std::chrono::seconds longest_freshness = std::chrono::hours{6};

// Who is gone is asked this often all the same: people take a 410 back.
inline constexpr std::chrono::seconds gone_pause = std::chrono::hours{24 * 7};

// Seconds, or a date; nothing when it cannot be read. Never negative.
std::optional<std::chrono::seconds> read_retry_after(std::string_view value, timestamp now);
// How long an answer stays as it is: max-age without the Age that it has already, else Expires; nothing when it has neither or may not be
// kept.
std::optional<std::chrono::seconds> read_freshness(const http_headers& headers, timestamp now);
// A busy server that names no time gets this long.
inline constexpr std::chrono::seconds busy_pause = std::chrono::minutes{5};

server_wish wish_of(const client_response& response, const std::string& host, timestamp now);

}  // namespace depeche
