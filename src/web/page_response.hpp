// How pages leave: headers that keep browsers on the safe side, a tag of the content, and 304 when the reader has it already.
#pragma once

#include "base/clock.hpp"
#include "net/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace depeche {

inline constexpr std::string_view page_cache = "public, max-age=60";

// Of a page that shows elements with styles of their own.
inline constexpr std::string_view preview_policy =
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' https: http: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// An HTML page with the content-security policy of the site (no scripts, nothing from elsewhere but pictures).
http_response page_response(const http_request& request, int status, std::string body, std::string_view cache = page_cache);

// Another file (feed, style sheet, picture) with type, tag and caching. 304 where If-None-Match names its tag, or where there is no such
// header and If-Modified-Since is not before `modified` (whole seconds; RFC 9110, 13.1.3).
http_response file_response(const http_request& request, std::string content_type, std::string body, std::string_view cache,
                            std::optional<timestamp> modified = std::nullopt);

// A short text that changes when the content does, for tags and for "?v=" in addresses.
std::string content_tag(std::string_view content);

}  // namespace depeche
