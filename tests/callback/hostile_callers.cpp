// What a checker of callbacks tries, and what an attacker would: every request gets the answer that the protocol gives it, 200 or
// 4xx. Whatever is answered 4xx here never came from the platform.
#include "callback/open_callback.hpp"

#include "base/encode.hpp"
#include "support/catch.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/reply.hpp"
#include "wechat/signature.hpp"

#include <functional>

using namespace depeche;

namespace {

const std::string key_text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const timestamp now = from_unix_seconds(1'714'112'445);
const std::string at = "1714112445";
const std::string nonce = "415670741";

enum class account_mode { plain, compatible, safe };

callback_secrets secrets(account_mode mode) {
  callback_secrets s;
  s.account = "main";
  s.app_id = "wxb11529c136998cb6";
  s.original_id = "gh_main";
  s.tokens = {"pamtest"};
  if (mode != account_mode::plain) s.keys = {wechat::parse_aes_key(key_text).value()};
  s.accept_clear = mode != account_mode::safe;
  s.accept_encrypted = mode != account_mode::plain;
  return s;
}

std::string push_xml(const std::string& words = "résumé 今日") {
  wechat::inbound_message m;
  m.to_user = "gh_main";
  m.from_user = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY";
  m.create_time = to_unix_seconds(now);
  m.msg_type = "text";
  m.msg_id = 23892468385179204;
  m.content = words;
  return wechat::write_push(m);
}

// A request in parts, so that each can be bent.
struct parts {
  std::string token = "pamtest", timestamp = at, nonce_text = nonce, app_id = "wxb11529c136998cb6", key = key_text;
  std::string clear = push_xml();
  std::string sealed;  // instead of what encrypting `clear` gives
  std::string encrypt_type = "aes";
};

std::string query_of(const parts& p) {
  return "signature=" + wechat::url_signature(p.token, p.timestamp, p.nonce_text) + "&timestamp=" + percent_encode(p.timestamp) +
         "&nonce=" + percent_encode(p.nonce_text);
}

http_request clear_push(const parts& p = {}) {
  http_request r;
  r.method = "POST";
  r.query = query_of(p);
  r.body = p.clear;
  return r;
}

http_request sealed_push(const parts& p = {}) {
  seeded_random random(7);
  const std::string sealed =
      p.sealed.empty() ? wechat::encrypt_message(wechat::parse_aes_key(p.key).value(), p.app_id, p.clear, random) : p.sealed;
  http_request r;
  r.method = "POST";
  r.query = query_of(p) + "&openid=o9&encrypt_type=" + p.encrypt_type +
            "&msg_signature=" + wechat::message_signature(p.token, p.timestamp, p.nonce_text, sealed);
  r.body = wechat::write_envelope("gh_main", sealed);
  return r;
}

// The status that the caller gets.
int status(account_mode mode, const http_request& r) {
  replay_guard replays;
  const auto opened = open_callback(secrets(mode), r, replays, now);
  return opened.has_value() ? 200 : status_of_refusal(opened.error().code);
}

http_request without(http_request r, const std::string& name) {
  const auto from = r.query.find(name + "=");
  REQUIRE(from != std::string::npos);
  const auto end = r.query.find('&', from);
  r.query.erase(from, end == std::string::npos ? end : end - from + 1);
  return r;
}

http_request with(http_request r, const std::string& name, const std::string& value) {
  r = without(std::move(r), name);
  r.query += "&" + name + "=" + value;
  return r;
}

}  // namespace

TEST_CASE("the mode of an account decides what it takes, in clear and encrypted") {
  CHECK(status(account_mode::plain, clear_push()) == 200);
  CHECK(status(account_mode::compatible, clear_push()) == 200);
  CHECK(status(account_mode::safe, clear_push()) == 403);
  CHECK(status(account_mode::plain, sealed_push()) == 400);
  CHECK(status(account_mode::compatible, sealed_push()) == 200);
  CHECK(status(account_mode::safe, sealed_push()) == 200);
}

TEST_CASE("encrypt_type is read as libraries write it: aes in any case, raw, or left out beside a msg_signature") {
  parts p;
  p.encrypt_type = "AES";
  CHECK(status(account_mode::safe, sealed_push(p)) == 200);
  CHECK(status(account_mode::safe, without(sealed_push(), "encrypt_type")) == 200);
  http_request raw = clear_push();
  raw.query += "&encrypt_type=raw";
  CHECK(status(account_mode::plain, raw) == 200);
  CHECK(status(account_mode::safe, raw) == 403);
  p.encrypt_type = "raw";  // an encrypted body that is called clear holds no message
  CHECK(status(account_mode::compatible, sealed_push(p)) == 400);
}

TEST_CASE("a push that lacks a parameter of its signature, or has another's, is refused") {
  for (const char* name : {"timestamp", "nonce", "msg_signature"}) {
    INFO(name);
    CHECK(status(account_mode::safe, without(sealed_push(), name)) == 403);
    CHECK(status(account_mode::safe, with(sealed_push(), name, "")) == 403);
    CHECK(status(account_mode::safe, with(sealed_push(), name, "1")) == 403);
    CHECK(status(account_mode::safe, with(sealed_push(), name, std::string(4'000, '1'))) == 403);
    CHECK(status(account_mode::safe, with(sealed_push(), name, "%00%ff%zz")) == 403);
  }
  for (const char* name : {"timestamp", "nonce", "signature"}) CHECK(status(account_mode::plain, without(clear_push(), name)) == 403);
  CHECK(status(account_mode::safe, without(sealed_push(), "signature")) == 200);  // says nothing of the body: not asked
  http_request bare = sealed_push();
  bare.query.clear();
  CHECK(status(account_mode::safe, bare) == 403);
  // The clear signature in the place of the other: the mistake of the platform's FAQ.
  parts p;
  CHECK(status(account_mode::safe, with(sealed_push(), "msg_signature", wechat::url_signature(p.token, at, nonce))) == 403);
}

TEST_CASE("a signature is taken in either case, and no shorter, longer or empty one") {
  http_request r = sealed_push();
  const std::string signed_by = query_value(r.query, "msg_signature").value();
  std::string upper = signed_by;
  for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
  CHECK(status(account_mode::safe, with(r, "msg_signature", upper)) == 200);
  CHECK(status(account_mode::safe, with(r, "msg_signature", signed_by.substr(0, 39))) == 403);
  CHECK(status(account_mode::safe, with(r, "msg_signature", signed_by + "0")) == 403);
  CHECK(status(account_mode::safe, with(r, "msg_signature", signed_by + "%00")) == 403);
}

TEST_CASE("the app id behind the message must be the account's, to the letter") {
  for (const std::string other : {"", "wx", "WXB11529C136998CB6", "wxb11529c136998cb7", "wxb11529c136998cb6 ", "wxb11529c136998cb6wxb11529c136998cb6"}) {
    parts p;
    p.app_id = other;
    INFO(other);
    CHECK(status(account_mode::safe, sealed_push(p)) == 400);
  }
}

TEST_CASE("what is signed and is no cipher text of ours is refused, however it is broken") {
  const std::string good = wechat::parse_envelope(sealed_push().body).value().encrypt;
  const std::string url_safe = [&] {
    std::string s = good;
    for (char& c : s) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return s;
  }();
  REQUIRE(url_safe != good);
  std::string flipped = good;
  flipped[good.size() / 2] = flipped[good.size() / 2] == 'A' ? 'B' : 'A';
  for (const std::string& bad : {std::string("="), std::string("===="), std::string("AAAA"), good.substr(0, good.size() - 1),
                                good.substr(0, good.size() / 2 / 4 * 4), good + "=", good + "AAAA", "!" + good.substr(1), url_safe,
                                flipped, good + good, std::string(64, 'A'), std::string(43, 'A') + "=", std::string("今日"),
                                good.substr(0, 20) + "\n" + good.substr(20), std::string(100'000, 'A')}) {
    INFO(bad.substr(0, 60));
    parts p;
    p.sealed = bad;
    CHECK(status(account_mode::safe, sealed_push(p)) == 400);
  }
}

TEST_CASE("a sealed block whose inside lies is refused: length, padding, nothing in it") {
  parts p;
  // A message that itself looks like a block: only the outer one counts.
  p.clear = std::string(16, 'r') + std::string("\0\0\0\5hello", 9) + "wxb11529c136998cb6" + std::string(21, '\x15');
  CHECK(status(account_mode::safe, sealed_push(p)) == 400);
  p.clear.clear();
  CHECK(status(account_mode::safe, sealed_push(p)) == 400);
  p.clear = "success";
  CHECK(status(account_mode::safe, sealed_push(p)) == 400);
  p.clear = R"({"ToUserName":"gh_main","MsgType":"text"})";
  CHECK(status(account_mode::safe, sealed_push(p)) == 400);
}

TEST_CASE("bodies that are none are refused in every mode, and never read past their end") {
  for (const std::string& body : {std::string(), std::string("x"), std::string("<xml>"), std::string("<xml></xml>"), std::string("<xml/>"),
                                 std::string("{}"), std::string("[]"), std::string("null"), std::string("\xFF\xFE<\0x\0", 6),
                                 std::string("<xml><Encrypt></Encrypt></xml>"), std::string("<xml><Encrypt/></xml>"),
                                 std::string("<xml><encrypt>AAAA</encrypt></xml>"), std::string("<XML><Encrypt>AAAA</Encrypt></XML>"),
                                 std::string("<html><body>502</body></html>"), std::string("a=1&b=2"), std::string(300'000, '<')}) {
    INFO(body.substr(0, 60));
    http_request sealed = sealed_push(), clear = clear_push();
    sealed.body = clear.body = body;
    for (const auto mode : {account_mode::plain, account_mode::compatible, account_mode::safe})
      for (const http_request& r : {sealed, clear}) {
        const int got = status(mode, r);
        CHECK((got == 400 || got == 403 || got == 413));
      }
  }
}

TEST_CASE("the layout of an envelope is the writer's own matter: order, blanks, CDATA or not, elements that we don't know") {
  const std::string sealed = wechat::parse_envelope(sealed_push().body).value().encrypt;
  parts p;
  p.sealed = sealed;
  http_request r = sealed_push(p);
  for (const std::string& body : {"<xml><Encrypt>" + sealed + "</Encrypt></xml>", "<xml><Encrypt><![CDATA[" + sealed + "]]></Encrypt></xml>",
                                 "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<xml>\r\n\t<AgentID>1</AgentID>\r\n\t<Encrypt>" + sealed +
                                     "</Encrypt>\r\n\t<ToUserName>gh_other</ToUserName>\r\n</xml>\r\n"}) {
    INFO(body.substr(0, 60));
    r.body = body;
    CHECK(status(account_mode::safe, r) == 200);
  }
}

TEST_CASE("query strings are read as every framework writes them") {
  http_request r = sealed_push();
  // Percent-encoded where nobody needs to, in names and values.
  const std::string n = query_value(r.query, "nonce").value();
  http_request encoded = without(r, "nonce");
  encoded.query += "&n%6Fnce=%34" + n.substr(1);
  CHECK(status(account_mode::safe, encoded) == 200);
  http_request twice = r;  // the first counts
  twice.query += "&nonce=other&timestamp=1&msg_signature=00";
  CHECK(status(account_mode::safe, twice) == 200);
  twice.query = "nonce=other&" + r.query;
  CHECK(status(account_mode::safe, twice) == 403);
  http_request odd = r;
  odd.query = "&&=&" + odd.query + "&&flag&=x&" + std::string(2'000, 'q') + "=" + std::string(2'000, 'v');
  CHECK(status(account_mode::safe, odd) == 200);
  parts p;  // whatever the nonce is, it is signed
  for (const std::string& unusual : {std::string("a b+c/d=e&f"), std::string("今日"), std::string(4'000, 'n'), std::string()}) {
    p.nonce_text = unusual;
    CHECK(status(account_mode::safe, sealed_push(p)) == 200);
  }
}

TEST_CASE("a reply is well-formed and verifiable, whatever nonce the request was signed with") {
  for (const std::string& unusual : {std::string("415670741"), std::string("]]>"), std::string("<a>&\"'"), std::string("n\n m"), std::string("今日")}) {
    INFO(unusual);
    parts p;
    p.nonce_text = unusual;
    replay_guard replays;
    const callback_secrets s = secrets(account_mode::safe);
    const auto opened = open_callback(s, sealed_push(p), replays, now);
    REQUIRE(opened.has_value());
    seeded_random random(3);
    const std::string reply = wechat::write_text_reply(opened->message, {"好"}, to_unix_seconds(now));
    const auto sealed = wechat::parse_encrypted_reply(seal_reply(*opened, s, reply, random, now));
    REQUIRE(sealed.has_value());
    CHECK(sealed->signature == wechat::message_signature("pamtest", sealed->timestamp, sealed->nonce, sealed->encrypt));
    CHECK(wechat::decrypt_message(s.keys[0], s.app_id, sealed->encrypt).value() == reply);
  }
}

TEST_CASE("timestamps that are no plain seconds are stale, signed or not") {
  for (const std::string odd : {"", "0", "-1", "1714112445.5", "1714112445 ", "+1714112445", "0x662b4b3d", "1714112445000", "9223372036854775808", "今"}) {
    INFO(odd);
    parts p;
    p.timestamp = odd;
    CHECK(status(account_mode::safe, sealed_push(p)) == 403);
    CHECK(status(account_mode::plain, clear_push(p)) == 403);
  }
}

TEST_CASE("the verification is answered with the echo and nothing else, in every mode, and only when it is signed") {
  const auto verify = [](account_mode mode, const std::string& query) -> std::string {
    http_request r;
    r.method = "GET";
    r.query = query;
    const auto echoed = verify_url(secrets(mode), r);
    return echoed.has_value() ? *echoed : std::to_string(status_of_refusal(echoed.error().code));
  };
  const std::string signed_query = query_of(parts{});
  for (const auto mode : {account_mode::plain, account_mode::compatible, account_mode::safe}) {
    CHECK(verify(mode, signed_query + "&echostr=4375120948345356249") == "4375120948345356249");
    CHECK(verify(mode, "echostr=1&" + signed_query) == "1");
    CHECK(verify(mode, signed_query + "&echostr=a%2Bb%2F%3D%26%20c") == "a+b/=& c");
    CHECK(verify(mode, signed_query + "&echostr=a+b") == "a b");  // as forms and every framework read it
    CHECK(verify(mode, signed_query + "&echostr=%3Cscript%3E") == "<script>");  // plain text: never a page
    CHECK(verify(mode, signed_query) == "");
    CHECK(verify(mode, signed_query + "&encrypt_type=aes&msg_signature=00&echostr=5") == "5");
    CHECK(verify(mode, "") == "403");
    CHECK(verify(mode, "echostr=5") == "403");
    CHECK(verify(mode, with(http_request{"GET", "", signed_query, {}, "", "", {}}, "signature", "00").query + "&echostr=5") == "403");
    parts other;
    other.token = "PAMTEST";
    CHECK(verify(mode, query_of(other) + "&echostr=5") == "403");
  }
}
