// Encodings between bytes and text. Decoders return nothing on bad input; they never guess, except where named lenient.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace depeche {

std::string to_hex(std::string_view bytes);                     // lower case
std::optional<std::string> from_hex(std::string_view text);

std::string to_base64(std::string_view bytes);                  // RFC 4648 section 4, padded, no line breaks
// Standard alphabet, padded or not. Spare bits of the last character are ignored: WeChat's keys may carry some
// (wechat-protocol.md 2.2). White space and other characters are refused.
std::optional<std::string> from_base64_lenient(std::string_view text);
std::string to_base64url(std::string_view bytes);               // RFC 4648 section 5, no padding
std::optional<std::string> from_base64url(std::string_view text);

std::string percent_encode(std::string_view text);              // all but RFC 3986 unreserved
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

std::string html_escape(std::string_view text);                 // & < > " '
void append_html_escaped(std::string& out, std::string_view text);  // the same at the end of `out`

std::string sha1(std::string_view bytes);                       // 20 bytes; for signatures the platform prescribes
std::string sha256(std::string_view bytes);                     // 32 bytes

// Compares in time that depends on the lengths only.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace depeche
