#include "callback_requests.hpp"

#include "base/random.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/signature.hpp"

#include <chrono>

namespace depeche::bench {
namespace {

std::string openid_of(std::size_t number) {
  const std::string digits = std::to_string(number);
  return "oBenchmark_" + std::string(17 - digits.size(), '0') + digits;
}

std::string http_post(const request_plan& plan, const std::string& query, const std::string& body) {
  return "POST " + plan.path + "?" + query + " HTTP/1.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nHost: " + plan.host +
         "\r\nPragma: no-cache\r\nContent-Length: " + std::to_string(body.size()) + "\r\nContent-Type: text/xml\r\n\r\n" + body;
}

}  // namespace

std::vector<std::string> make_requests(const platform_account& account, const request_plan& plan) {
  const auto key = wechat::parse_aes_key(account.encoding_aes_key).value();
  seeded_random random(20261123);
  const std::int64_t now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const std::string at = std::to_string(now);
  wechat::inbound_message message;
  message.to_user = account.original_id;
  message.create_time = now;
  message.msg_type = "text";
  std::vector<std::string> requests;
  requests.reserve(plan.count);
  for (std::size_t i = 0; i < plan.count; ++i) {
    message.from_user = openid_of(i % plan.people);
    message.msg_id = plan.first_id + static_cast<std::int64_t>(i);
    message.content = plan.words[i % plan.words.size()];
    const std::string sealed = wechat::encrypt_message(key, account.app_id, wechat::write_push(message), random);
    const std::string nonce = std::to_string(1'000'000'000 + random_below(random, 1'000'000'000));
    const std::string query = "signature=" + wechat::url_signature(account.token, at, nonce) + "&timestamp=" + at + "&nonce=" + nonce +
                              "&openid=" + message.from_user + "&encrypt_type=aes&msg_signature=" +
                              wechat::message_signature(account.token, at, nonce, sealed);
    requests.push_back(http_post(plan, query, wechat::write_envelope(account.original_id, sealed)));
  }
  return requests;
}

result<std::string> open_reply(const platform_account& account, std::string_view body) {
  const auto sealed = wechat::parse_encrypted_reply(body);
  if (sealed.has_error()) return sealed.error();
  const std::string expected = wechat::message_signature(account.token, sealed->timestamp, sealed->nonce, sealed->encrypt);
  if (!wechat::signature_matches(expected, sealed->signature)) return fail(errc::signature_mismatch, "a reply is wrongly signed");
  const auto key = wechat::parse_aes_key(account.encoding_aes_key).value();
  const auto clear = wechat::decrypt_message(key, account.app_id, sealed->encrypt);
  if (clear.has_error()) return clear.error();
  const auto message = wechat::parse_message(*clear);
  if (message.has_error()) return message.error();
  if (!message->to_user.starts_with("oBenchmark_")) return fail(errc::decrypt_failed, "a reply to somebody else", message->to_user);
  return message->content;
}

}  // namespace depeche::bench
