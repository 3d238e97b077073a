#include "callback/open_callback.hpp"

#include "support/catch.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/reply.hpp"
#include "wechat/signature.hpp"

using namespace depeche;

namespace {

const std::string key_text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const std::string old_key_text = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const timestamp now = from_unix_seconds(1'714'112'445);

callback_secrets secrets() {
  callback_secrets s;
  s.account = "main";
  s.app_id = "wxb11529c136998cb6";
  s.original_id = "gh_main";
  s.tokens = {"pamtest", "former"};
  s.keys = {wechat::parse_aes_key(key_text).value(), wechat::parse_aes_key(old_key_text).value()};
  return s;
}

wechat::inbound_message hello() {
  wechat::inbound_message m;
  m.to_user = "gh_main";
  m.from_user = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY";
  m.create_time = to_unix_seconds(now);
  m.msg_type = "text";
  m.msg_id = 23892468385179204;
  m.content = "résumé 今日 ]]> <b>";
  return m;
}

http_request plain_request(const std::string& token, const std::string& body, timestamp at = now) {
  http_request r;
  const std::string t = std::to_string(to_unix_seconds(at));
  r.method = "POST";
  r.query = "signature=" + wechat::url_signature(token, t, "n1") + "&timestamp=" + t + "&nonce=n1&openid=o9";
  r.body = body;
  return r;
}

http_request safe_request(const std::string& token, const std::string& key, const std::string& app_id, const std::string& clear) {
  seeded_random random(7);
  http_request r;
  const std::string t = std::to_string(to_unix_seconds(now));
  const std::string sealed = wechat::encrypt_message(wechat::parse_aes_key(key).value(), app_id, clear, random);
  r.method = "POST";
  r.query = "signature=" + wechat::url_signature(token, t, "n2") + "&timestamp=" + t + "&nonce=n2&encrypt_type=aes&msg_signature=" +
            wechat::message_signature(token, t, "n2", sealed);
  r.body = wechat::write_envelope("gh_main", sealed);
  return r;
}

errc refusal(const callback_secrets& s, const http_request& r, timestamp at = now) {
  replay_guard replays;
  const auto opened = open_callback(s, r, replays, at);
  REQUIRE(opened.has_error());
  return opened.error().code;
}

}  // namespace

TEST_CASE("the platform's verification is echoed, under the current and the previous token") {
  callback_secrets s = secrets();
  s.tokens = {"other", "AAAAA"};
  http_request r;
  r.query = "signature=f464b24fc39322e44b38aa78f5edd27bd1441696&timestamp=1714036504&nonce=1514711492&echostr=4375120948345356249";
  CHECK(verify_url(s, r).value() == "4375120948345356249");
  s.tokens = {"other"};
  CHECK(verify_url(s, r).error().code == errc::signature_mismatch);
  r.query = "";
  CHECK(verify_url(s, r).error().code == errc::signature_mismatch);
}

TEST_CASE("a safe-mode push opens, and its reply is sealed under the key that opened it") {
  const callback_secrets s = secrets();
  for (const std::string& key : {key_text, old_key_text}) {
    for (const std::string token : {"pamtest", "former"}) {
      replay_guard replays;
      const auto opened = open_callback(s, safe_request(token, key, s.app_id, wechat::write_push(hello())), replays, now);
      REQUIRE(opened.has_value());
      CHECK(opened->message.content == hello().content);
      CHECK(opened->message.msg_id == hello().msg_id);
      seeded_random random(3);
      const std::string reply = wechat::write_text_reply(opened->message, {"好"}, to_unix_seconds(now));
      const auto sealed = wechat::parse_encrypted_reply(seal_reply(*opened, s, reply, random, now)).value();
      CHECK(sealed.signature == wechat::message_signature(token, sealed.timestamp, sealed.nonce, sealed.encrypt));
      CHECK(wechat::decrypt_message(wechat::parse_aes_key(key).value(), s.app_id, sealed.encrypt).value() == reply);
    }
  }
}

TEST_CASE("in compatible mode the encrypted message counts, whatever the clear one beside it says") {
  callback_secrets s = secrets();
  s.accept_clear = true;
  wechat::inbound_message other = hello();
  other.content = "/send";
  http_request r = safe_request("pamtest", key_text, s.app_id, wechat::write_push(hello()));
  const std::string sealed = wechat::parse_envelope(r.body).value().encrypt;
  r.body = wechat::write_push(other);
  r.body.insert(r.body.rfind("</xml>"), "<Encrypt><![CDATA[" + sealed + "]]></Encrypt>\n");
  replay_guard replays;
  const auto opened = open_callback(s, r, replays, now);
  REQUIRE(opened.has_value());
  CHECK(opened->message.content == hello().content);
  REQUIRE(opened->key != nullptr);  // its reply goes back encrypted
  // And during a change of mode a clear one is taken too.
  const auto clear = open_callback(s, plain_request("pamtest", wechat::write_push(hello())), replays, now);
  REQUIRE(clear.has_value());
  CHECK(clear->key == nullptr);
}

TEST_CASE("an acknowledgement goes back in clear in every mode") {
  replay_guard replays;
  seeded_random random(3);
  const callback_secrets s = secrets();
  const auto opened = open_callback(s, safe_request("pamtest", key_text, s.app_id, wechat::write_push(hello())), replays, now);
  CHECK(seal_reply(opened.value(), s, "", random, now) == "success");
}

TEST_CASE("forged, misaddressed and unreadable pushes are refused, and say no more than their kind") {
  callback_secrets s = secrets();
  const std::string push = wechat::write_push(hello());
  CHECK(refusal(s, safe_request("wrong", key_text, s.app_id, push)) == errc::signature_mismatch);
  CHECK(refusal(s, safe_request("pamtest", key_text, "wx-another", push)) == errc::decrypt_failed);
  CHECK(refusal(s, safe_request("pamtest", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", s.app_id, push)) == errc::decrypt_failed);
  CHECK(refusal(s, safe_request("pamtest", key_text, s.app_id, "not xml")) == errc::xml_malformed);
  wechat::inbound_message elsewhere = hello();
  elsewhere.to_user = "gh_other";
  CHECK(refusal(s, safe_request("pamtest", key_text, s.app_id, wechat::write_push(elsewhere))) == errc::decrypt_failed);
  http_request cut = safe_request("pamtest", key_text, s.app_id, push);
  cut.body.resize(cut.body.size() / 2);
  CHECK(refusal(s, cut) == errc::xml_malformed);
  http_request huge = plain_request("pamtest", std::string(1 << 20, 'x'));
  CHECK(refusal(s, huge) == errc::too_large);
  CHECK(refusal(s, plain_request("pamtest", push)) == errc::signature_mismatch);  // clear, in safe mode
  CHECK(status_of_refusal(errc::signature_mismatch) == 403);
  CHECK(status_of_refusal(errc::decrypt_failed) == 400);
}

TEST_CASE("entities and document types never get past the parser") {
  callback_secrets s = secrets();
  s.accept_clear = true;
  const std::string bomb =
      "<!DOCTYPE xml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><xml><ToUserName>gh_main</ToUserName>"
      "<FromUserName>o1</FromUserName><MsgType>text</MsgType><Content>&b;</Content></xml>";
  CHECK(refusal(s, plain_request("pamtest", bomb)) == errc::xml_malformed);
  std::string deep = "<xml>";
  for (int i = 0; i < 20'000; ++i) deep += "<a>";
  CHECK(refusal(s, plain_request("pamtest", deep)) == errc::xml_malformed);
}

TEST_CASE("the time window refuses old and future signatures, and numbers that are none") {
  callback_secrets s = secrets();
  s.accept_clear = true;
  const std::string push = wechat::write_push(hello());
  CHECK(refusal(s, plain_request("pamtest", push, now - std::chrono::minutes{11})) == errc::stale_timestamp);
  CHECK(refusal(s, plain_request("pamtest", push, now + std::chrono::minutes{11})) == errc::stale_timestamp);
  http_request odd = plain_request("pamtest", push);
  odd.query = "signature=" + wechat::url_signature("pamtest", "99999999999999999999", "n1") + "&timestamp=99999999999999999999&nonce=n1";
  CHECK(refusal(s, odd) == errc::stale_timestamp);
}

TEST_CASE("an honest retry passes, a signature over another body does not") {
  callback_secrets s = secrets();
  s.accept_clear = true;
  replay_guard replays;
  const http_request first = plain_request("pamtest", wechat::write_push(hello()));
  CHECK(open_callback(s, first, replays, now).has_value());
  CHECK(open_callback(s, first, replays, now).has_value());
  wechat::inbound_message other = hello();
  other.content = "/send";
  http_request forged = first;
  forged.body = wechat::write_push(other);
  const auto refused = open_callback(s, forged, replays, now);
  REQUIRE(refused.has_error());
  CHECK(refused.error().code == errc::replayed);
}
