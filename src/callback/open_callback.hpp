// verify -> decrypt -> parse: from an HTTP request to a message that surely comes from the platform. Pure but for the clock's value.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "callback/replay_guard.hpp"
#include "net/http_message.hpp"
#include "wechat/message.hpp"
#include "wechat/message_crypto.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

// What the platform and we share for one account.
struct callback_secrets {
  std::string account;
  std::string app_id;
  std::string original_id;
  std::vector<std::string> tokens;            // current first, then the previous one during a rotation
  std::vector<wechat::aes_key> keys;          // likewise; empty in plain mode
  bool accept_clear = false;                  // plain and compatible mode
  bool accept_encrypted = true;               // compatible and safe mode
};

// An opened push, with what the answer needs.
struct opened_callback {
  wechat::inbound_message message;
  std::string clear_xml;
  const wechat::aes_key* key = nullptr;       // the key that opened it; null when it came in clear
  std::string token;                          // the token that signed it
  std::string nonce;
};

// The echostr of a verification GET. Fails with signature_mismatch.
result<std::string> verify_url(const callback_secrets& secrets, const http_request& request);

// Fails with signature_mismatch, stale_timestamp, replayed, decrypt_failed or xml_malformed.
result<opened_callback> open_callback(const callback_secrets& secrets, const http_request& request, replay_guard& replays,
                                      timestamp now);

// The HTTP status of a refusal: 403 for what is not signed or stale, 400 for what cannot be read. One function for all.
int status_of_refusal(errc why);

// The body of the answer: clear, or encrypted under the key that opened the request.
std::string seal_reply(const opened_callback& request, const callback_secrets& secrets, const std::string& clear_reply,
                       random_source& random, timestamp now);

}  // namespace depeche
