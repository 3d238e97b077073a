// The two signatures of a callback. SHA-1 over the byte-wise sorted parts, lower-case hex: what the platform prescribes
// ("Access guide: verify the message comes from WeChat"; "Message encryption: msg_signature").
#pragma once

#include <string>
#include <string_view>

namespace depeche::wechat {

// signature = SHA1(sort(token, timestamp, nonce)): the GET verification and plain mode. Does not cover the body.
std::string url_signature(std::string_view token, std::string_view timestamp, std::string_view nonce);
// msg_signature = SHA1(sort(token, timestamp, nonce, encrypt)): compatible and safe mode; covers the base64 text.
std::string message_signature(std::string_view token, std::string_view timestamp, std::string_view nonce,
                              std::string_view encrypt);

// Constant-time comparison with what was received, in any case of the hex digits.
bool signature_matches(std::string_view expected, std::string_view received);

}  // namespace depeche::wechat
