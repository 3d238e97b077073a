// The XML of pushes and their envelopes, both ways: the bot reads pushes and writes replies (reply.hpp), the sandbox the other
// way round. What xml_reader refuses is refused here as xml_malformed.
#pragma once

#include "base/result.hpp"
#include "wechat/message.hpp"
#include "wechat/xml_reader.hpp"

#include <string>
#include <string_view>

namespace depeche::wechat {

// The outer envelope of compatible and safe mode.
struct envelope {
  std::string to_user;
  std::string encrypt;  // base64; empty when there is none (plain mode)
};
result<envelope> parse_envelope(std::string_view xml);        // fails with xml_malformed
result<inbound_message> parse_message(std::string_view xml);  // fails with xml_malformed; also on a missing sender or type

// <xml><Encrypt/><MsgSignature/><TimeStamp/><Nonce/></xml>
std::string write_encrypted(std::string_view encrypt, std::string_view signature, std::string_view timestamp,
                            std::string_view nonce);

// The platform's side, for the sandbox: a push as the platform writes it, its envelope, and a reply taken apart. A push is
// written from the members and from all `fields`; those whose path is none ("A//B") are left out.
std::string write_push(const inbound_message& message);
std::string write_envelope(std::string_view to_user, std::string_view encrypt);
struct encrypted_reply {
  std::string encrypt, signature, timestamp, nonce;
};
result<encrypted_reply> parse_encrypted_reply(std::string_view xml);

}  // namespace depeche::wechat
