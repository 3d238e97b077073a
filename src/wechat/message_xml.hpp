// The XML of pushes and replies. Parsed by pugixml without DTD or entities beyond XML's five; size, depth and count limited
// before anything is built. A document type, NUL bytes and ill-formed UTF-8 are refused; so is JSON (this kind of account gets
// XML only).
#pragma once

#include "base/result.hpp"
#include "wechat/message.hpp"

#include <string>
#include <string_view>

namespace depeche::wechat {

// Limits of a push: 256 KiB (the platform's own are a few KiB), depth 8, 2,000 elements.
inline constexpr std::size_t max_push_bytes = 256 * 1024;

// The outer envelope of compatible and safe mode.
struct envelope {
  std::string to_user;
  std::string encrypt;  // base64; empty when there is none (plain mode)
};
result<envelope> parse_envelope(std::string_view xml);       // fails with xml_malformed
result<inbound_message> parse_message(std::string_view xml);  // fails with xml_malformed; also on a missing sender or type

// Replies, with To and From swapped from the push that they answer.
std::string write_text_reply(const inbound_message& to, const text_reply& reply, std::int64_t unix_seconds);
std::string write_image_reply(const inbound_message& to, const image_reply& reply, std::int64_t unix_seconds);
// <xml><Encrypt/><MsgSignature/><TimeStamp/><Nonce/></xml>
std::string write_encrypted(std::string_view encrypt, std::string_view signature, std::string_view timestamp,
                            std::string_view nonce);
// Text in replies and pushes may be any: ill-formed UTF-8 is repaired, characters that XML cannot hold are left out, "]]>" is
// split.

// The platform's side, for the sandbox: a push as the platform writes it, its envelope, and a reply taken apart. A push is
// written from the members and from all `fields` that are no members; fields whose path is none ("A/B[2]/C") are left out.
std::string write_push(const inbound_message& message);
std::string write_envelope(std::string_view to_user, std::string_view encrypt);
struct encrypted_reply {
  std::string encrypt, signature, timestamp, nonce;
};
result<encrypted_reply> parse_encrypted_reply(std::string_view xml);

}  // namespace depeche::wechat
