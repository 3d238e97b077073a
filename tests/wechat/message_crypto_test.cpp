#include "wechat/message_crypto.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/signature.hpp"

#include "base/encode.hpp"
#include "support/catch.hpp"
#include "wechat/vectors.hpp"

#include <openssl/evp.h>

using namespace depeche;
using namespace depeche::wechat;

namespace {

aes_key key_of(std::string_view text) { return parse_aes_key(text).value(); }

// A block of our own making, encrypted as it stands: for paddings and lengths that no honest peer writes.
std::string seal(const aes_key& key, std::string block) {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), nullptr, key.bytes.data(), key.bytes.data());
  EVP_CIPHER_CTX_set_padding(context, 0);
  std::string out(block.size(), '\0');
  int size = 0;
  EVP_EncryptUpdate(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                    reinterpret_cast<const unsigned char*>(block.data()), static_cast<int>(block.size()));
  EVP_CIPHER_CTX_free(context);
  REQUIRE(static_cast<std::size_t>(size) == out.size());
  return to_base64(out);
}

std::string with_length(std::uint32_t n) {
  std::string out = "0123456789abcdef";
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(static_cast<unsigned char>(n >> shift & 0xFF));
  return out;
}

}  // namespace

TEST_CASE("the official push opens to its JSON, and is signed with msg_signature") {
  CHECK(message_signature(vectors::official_token, "1714112445", "415670741", vectors::official_push) ==
        "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
  const auto message = decrypt_message(key_of(vectors::official_key), vectors::official_app_id, vectors::official_push);
  REQUIRE(message.has_value());
  CHECK(*message == vectors::official_push_message);
}

TEST_CASE("the JSON inside the official push is refused as a message, with the reason") {
  const auto message = parse_message(vectors::official_push_message);
  REQUIRE(message.has_error());
  CHECK(message.error() == errc::xml_malformed);
  CHECK(to_line(message.error()).find("JSON") != std::string::npos);
}

TEST_CASE("the official reply is encrypted to the same bytes") {
  vectors::fixed_random prefix("707722b803182950");
  const std::string sealed =
      encrypt_message(key_of(vectors::official_key), vectors::official_app_id, R"({"demo_resp":"good luck"})", prefix);
  CHECK(sealed == vectors::official_reply);
  CHECK(message_signature(vectors::official_token, "1713424427", "415670741", sealed) ==
        "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
}

TEST_CASE("Chinese text under a key with spare bits is encrypted to the same bytes, and opens again") {
  const aes_key key = key_of("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
  vectors::fixed_random prefix("aaaabbbbccccdddd");
  const std::string sealed = encrypt_message(key, "wxb11529c136998cb6", "我是中文abcd123", prefix);
  CHECK(sealed == "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==");
  CHECK(message_signature("pamtest", "1409304348", "xxxxxx", sealed) == "82c962d39941aa48552f90ef55aa323dc620cc10");
  CHECK(decrypt_message(key, "wxb11529c136998cb6", sealed).value() == "我是中文abcd123");
}

TEST_CASE("the classic XML example opens to its message") {
  CHECK(message_signature("QDG6eK", "1409659813", "1372623149", vectors::xml_push) ==
        "477715d11cdb4164915debcba66cb864d751f3e6");
  const auto message = decrypt_message(key_of(vectors::xml_key), vectors::xml_id, vectors::xml_push);
  REQUIRE(message.has_value());
  CHECK(*message == vectors::xml_push_message);
  const auto parsed = parse_message(*message);
  REQUIRE(parsed.has_value());
  CHECK(parsed->content == "hello");
  CHECK(parsed->msg_id == 4561255354251345929);
}

TEST_CASE("every length of message opens again, whatever padding it needs") {
  const aes_key key = key_of(vectors::xml_key);
  seeded_random random(1);
  for (std::size_t n = 0; n <= 100; ++n) {
    const std::string message(n, 'x');
    const std::string sealed = encrypt_message(key, "wx0123456789abcdef", message, random);
    const auto opened = decrypt_message(key, "wx0123456789abcdef", sealed);
    REQUIRE(opened.has_value());
    REQUIRE(*opened == message);
  }
}

TEST_CASE("keys in turn do not disturb each other") {
  const aes_key one = key_of(vectors::xml_key), two = key_of(vectors::official_key);
  seeded_random random(2);
  const std::string a = encrypt_message(one, "wx1", "première", random);
  const std::string b = encrypt_message(two, "wx2", "seconde", random);
  CHECK(decrypt_message(one, "wx1", a).value() == "première");
  CHECK(decrypt_message(one, "wx1", b).has_error());
  CHECK(decrypt_message(two, "wx2", b).value() == "seconde");
  CHECK(decrypt_message(one, "wx1", a).value() == "première");
}

TEST_CASE("a message for another account does not open") {
  const auto message = decrypt_message(key_of(vectors::official_key), "wxba5fad812f8e6fb8", vectors::official_push);
  REQUIRE(message.has_error());
  CHECK(message.error() == errc::decrypt_failed);
}

TEST_CASE("whatever is wrong with a sealed message, the failure is the same") {
  const aes_key key = key_of(vectors::xml_key);
  const std::string id = "wx0123456789abcdef";
  const auto refused = [&](const std::string& base64) {
    const auto opened = decrypt_message(key, id, base64);
    return opened.has_error() && opened.error() == errc::decrypt_failed &&
           opened.error().what == "the message could not be decrypted";
  };
  const std::string body = with_length(2) + "ok" + id;  // 40 bytes: 24 of padding
  const std::string good = body + std::string(24, '\x18');
  REQUIRE(decrypt_message(key, id, seal(key, good)).value() == "ok");

  SECTION("not base64") {
    CHECK(refused(""));
    CHECK(refused("===="));
    CHECK(refused("A==="));
    CHECK(refused("not base64 at all!!!"));
    const std::string spoilt = seal(key, good);
    for (const char odd : {' ', '\n', '-', '=', '\0', '\xC3'}) {
      std::string broken = spoilt;
      broken[8] = odd;
      CHECK(refused(broken));
    }
    CHECK(refused("    " + spoilt));
    CHECK(refused(spoilt + "\n\n\n\n"));
    CHECK(refused(spoilt + "----"));
  }
  SECTION("not whole blocks") {
    CHECK(refused(to_base64(std::string(47, 'x'))));
    CHECK(refused(to_base64(std::string(16, 'x'))));
    CHECK(refused(seal(key, good).substr(0, 4)));
  }
  SECTION("padding") {
    CHECK(refused(seal(key, body + std::string(24, '\0'))));
    CHECK(refused(seal(key, body + std::string(23, '\x18') + '\x21')));
    CHECK(refused(seal(key, body + std::string(23, '\x18') + '\xFF')));
    CHECK(refused(seal(key, body + std::string(22, '\x18') + "\x17\x18")));
    CHECK(refused(seal(key, body + "\x17" + std::string(23, '\x18'))));
    CHECK(refused(seal(key, std::string(32, '\x20'))));
  }
  SECTION("length") {
    for (const std::uint32_t n : {0U, 1U, 3U, 20U, 21U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU})
      CHECK(refused(seal(key, with_length(n) + "ok" + id + std::string(24, '\x18'))));
  }
  SECTION("the trailing id") {
    CHECK(refused(seal(key, with_length(2) + "okwx0123456789abcdeg" + std::string(24, '\x18'))));
    CHECK(refused(seal(key, with_length(20) + "ok" + id + std::string(24, '\x18'))));
  }
}

TEST_CASE("an EncodingAESKey is 43 characters of base64, and a complaint says what is wrong") {
  CHECK(parse_aes_key(vectors::official_key).has_value());
  CHECK(parse_aes_key("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").has_value());
  for (const std::string_view bad : {"", "short", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH",
                                     "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF=", "abcdefghijklmnopqrstuvwxyz 123456789ABCDEFG",
                                     "abcdefghijklmnopqrstuvwxyz_123456789ABCDEFG"}) {
    const auto key = parse_aes_key(bad);
    REQUIRE(key.has_error());
    CHECK(key.error() == errc::bad_config);
    CHECK(to_line(key.error()).find("EncodingAESKey") != std::string::npos);
  }
}
