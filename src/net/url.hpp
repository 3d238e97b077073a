// Absolute http and https URLs, taken apart and resolved (RFC 3986), on Boost.URL.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace depeche {

struct url {
  std::string scheme;  // "http" or "https", lower case
  std::string host;    // lower case, without brackets
  std::uint16_t port;  // explicit or the scheme's
  std::string target;  // path and query, at least "/"; non-ASCII percent-encoded

  // As one string, without the default port and without a fragment.
  std::string text() const;
  // "host" or "host:port" as the Host header wants it.
  std::string authority() const;
};

// Fails (invalid_argument) on other schemes, user names, empty hosts, ports over 65535, control characters, over 8,192 bytes.
// Blanks and non-ASCII characters in path and query, as people write them, are percent-encoded.
result<url> parse_url(std::string_view text);

// `reference` against `base`, as a browser would; the fragment is dropped.
result<url> resolve_url(const url& base, std::string_view reference);

}  // namespace depeche
