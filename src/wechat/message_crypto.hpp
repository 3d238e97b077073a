// AES-256-CBC of callbacks and replies (wechat-protocol: random(16) || length(4, big endian) || message || app id, padded to 32).
#pragma once

#include "base/random.hpp"
#include "base/result.hpp"

#include <array>
#include <string>
#include <string_view>

namespace depeche::wechat {

// A decoded EncodingAESKey.
struct aes_key {
  std::array<unsigned char, 32> bytes{};
};

// 43 base64 characters, read leniently (spare bits allowed). Fails (bad_config) on any other length or character.
result<aes_key> parse_aes_key(std::string_view encoding_aes_key);

// Base64 text -> the message. Fails (decrypt_failed) when the base64, the padding, the length or the trailing id is wrong; the
// failure says nothing about which, outside the log. Work is linear in the input.
result<std::string> decrypt_message(const aes_key& key, std::string_view app_id, std::string_view base64);

std::string encrypt_message(const aes_key& key, std::string_view app_id, std::string_view message, random_source& random);

}  // namespace depeche::wechat
