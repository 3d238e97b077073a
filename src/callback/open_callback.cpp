#include "callback/open_callback.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/signature.hpp"

#include <algorithm>
#include <iterator>

namespace depeche {
namespace {

using wechat::signature_matches;

struct signature_parts {
  std::string timestamp, nonce, signature, msg_signature, encrypt_type;
};

// Only a name that was encoded needs decoding to be told.
bool is_name(std::string_view written, std::string_view name) {
  return written == name || (written.find('%') != written.npos && percent_decode(written, true) == name);
}

// In one pass: every callback comes through here, with all of these. The first of a name counts.
signature_parts read_query(const http_request& request) {
  signature_parts parts;
  struct wanted {
    std::string_view name;
    std::string* value;
    bool found = false;
  } all[] = {{"timestamp", &parts.timestamp},
             {"nonce", &parts.nonce},
             {"signature", &parts.signature},
             {"msg_signature", &parts.msg_signature},
             {"encrypt_type", &parts.encrypt_type}};
  for (std::string_view rest = request.query; !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const auto equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const auto one = std::find_if(std::begin(all), std::end(all), [&](const wanted& w) { return !w.found && is_name(name, w.name); });
    if (one == std::end(all)) continue;
    one->found = true;
    if (equals != std::string_view::npos) *one->value = percent_decode(pair.substr(equals + 1), true).value_or("");
  }
  return parts;
}

// The token that made this signature, or null. Every token is tried, so that the work does not tell which one matched.
template <class Sign>
const std::string* signing_token(const std::vector<std::string>& tokens, const std::string& received, Sign sign) {
  const std::string* found = nullptr;
  for (const std::string& token : tokens)
    if (signature_matches(sign(token), received) && !found) found = &token;
  return found;
}

error mismatch() { return fail(errc::signature_mismatch, "not signed with the account's token"); }

result<opened_callback> open_clear(const callback_secrets& secrets, const http_request& request, const signature_parts& query,
                                   replay_guard& replays, timestamp now) {
  const std::string* token = signing_token(secrets.tokens, query.signature, [&](const std::string& t) {
    return wechat::url_signature(t, query.timestamp, query.nonce);
  });
  if (!token) return mismatch();
  if (auto fresh = replays.check(query.timestamp, query.signature, request.body, now); fresh.has_error()) return fresh.error();
  opened_callback opened;
  opened.clear_xml = request.body;
  opened.token = *token;
  opened.nonce = query.nonce;
  return opened;
}

result<opened_callback> open_encrypted(const callback_secrets& secrets, const http_request& request, const signature_parts& query,
                                       replay_guard& replays, timestamp now) {
  const auto envelope = wechat::parse_envelope(request.body);
  if (envelope.has_error()) return envelope.error();
  if (envelope->encrypt.empty()) return fail(errc::xml_malformed, "the envelope holds no Encrypt element");
  // In these modes msg_signature counts: `signature` does not cover the body.
  const std::string* token = signing_token(secrets.tokens, query.msg_signature, [&](const std::string& t) {
    return wechat::message_signature(t, query.timestamp, query.nonce, envelope->encrypt);
  });
  if (!token) return mismatch();
  if (auto fresh = replays.check_time(query.timestamp, now); fresh.has_error()) return fresh.error();
  for (const wechat::aes_key& key : secrets.keys) {
    auto clear = wechat::decrypt_message(key, secrets.app_id, envelope->encrypt);
    if (clear.has_error()) continue;
    opened_callback opened;
    opened.clear_xml = std::move(*clear);
    opened.key = &key;
    opened.token = *token;
    opened.nonce = query.nonce;
    return opened;
  }
  return fail(errc::decrypt_failed, "not encrypted for this account");
}

}  // namespace

result<std::string> verify_url(const callback_secrets& secrets, const http_request& request) {
  const signature_parts query = read_query(request);
  const std::string* token = signing_token(secrets.tokens, query.signature, [&](const std::string& t) {
    return wechat::url_signature(t, query.timestamp, query.nonce);
  });
  if (!token) return mismatch();
  return query_value(request.query, "echostr").value_or("");
}

result<opened_callback> open_callback(const callback_secrets& secrets, const http_request& request, replay_guard& replays,
                                      timestamp now) {
  if (request.body.size() > wechat::max_push_bytes) return fail(errc::too_large, "larger than any push");
  const signature_parts query = read_query(request);
  // Without encrypt_type a msg_signature tells: only an encrypted push carries one.
  const bool encrypted = query.encrypt_type.empty() ? !query.msg_signature.empty() : ascii_iequal(query.encrypt_type, "aes");
  if (encrypted && !secrets.accept_encrypted) return fail(errc::decrypt_failed, "encrypted, and the account is in plain mode");
  if (!encrypted && !secrets.accept_clear) return fail(errc::signature_mismatch, "in clear, and the account is in safe mode");
  auto opened = encrypted ? open_encrypted(secrets, request, query, replays, now) : open_clear(secrets, request, query, replays, now);
  if (opened.has_error()) return opened;
  auto message = wechat::parse_message(opened->clear_xml);
  if (message.has_error()) return message.error();
  if (message->to_user != secrets.original_id) return fail(errc::decrypt_failed, "addressed to another account");
  opened->message = std::move(*message);
  return opened;
}

int status_of_refusal(errc why) {
  switch (why) {
    case errc::signature_mismatch:
    case errc::stale_timestamp:
    case errc::replayed: return 403;
    case errc::too_large: return 413;
    default: return 400;
  }
}

std::string seal_reply(const opened_callback& request, const callback_secrets& secrets, const std::string& clear_reply,
                       random_source& random, timestamp now) {
  // An acknowledgement goes back in clear in every mode (wechat-protocol 2.3).
  if (clear_reply.empty()) return "success";
  if (!request.key) return clear_reply;
  const std::string encrypted = wechat::encrypt_message(*request.key, secrets.app_id, clear_reply, random);
  const std::string at = std::to_string(to_unix_seconds(now));
  const std::string signature = wechat::message_signature(request.token, at, request.nonce, encrypted);
  return wechat::write_encrypted(encrypted, signature, at, request.nonce);
}

}  // namespace depeche
