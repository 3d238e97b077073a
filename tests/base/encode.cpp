#include "base/encode.hpp"
#include "support/catch.hpp"

using namespace depeche;

TEST_CASE("base64 round trips, and the lenient decoder takes a key with spare bits") {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "\xFF\x00\x10"}) CHECK(from_base64_lenient(to_base64(text)) == text);
  // 43 characters, whose last one carries bits that a strict decoder refuses (wechat-protocol 2.2).
  const auto key = from_base64_lenient("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG=");
  REQUIRE(key);
  CHECK(key->size() == 32);
  CHECK_FALSE(from_base64_lenient("ab c"));
  CHECK_FALSE(from_base64_lenient("abcde"));
  CHECK_FALSE(from_base64_lenient("====" ));
}

TEST_CASE("base64 is RFC 4648's, whatever is left over behind the last group") {
  const std::pair<std::string, std::string> published[] = {{"", ""},         {"f", "Zg=="},        {"fo", "Zm8="},        {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : published) {
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64_lenient(text) == bytes);
    const std::string bare = text.substr(0, text.find('='));
    CHECK(to_base64url(bytes) == bare);
    CHECK(from_base64url(bare) == bytes);
  }
  std::string all;
  for (int i = 255; i >= 0; --i) all += static_cast<char>(static_cast<unsigned char>(i));
  for (std::size_t n = 0; n <= all.size(); ++n) {
    const std::string part = all.substr(0, n);
    CHECK(from_base64_lenient(to_base64(part)) == part);
    CHECK(from_base64url(to_base64url(part)) == part);
  }
  CHECK(to_base64("\xFB\xEF\xFF") == "++//");
  CHECK(to_base64url("\xFB\xEF\xFF") == "--__");
}

TEST_CASE("a character outside of the alphabet is found wherever it stands") {
  for (const std::string good : {"Zm9vYmFy", "Zm9vYmE=", "Zm9vYg=="})
    for (std::size_t at = 0; at < good.size() && good[at] != '='; ++at)
      for (const char odd : {'-', '_', ' ', '\n', '\0', '\x80', '\xFF', '@', '[', '`', '{', ':', '.'}) {
        std::string bad = good;
        bad[at] = odd;
        CHECK_FALSE(from_base64_lenient(bad));
      }
  for (const std::string bad : {"Zm=vYmFy", "Zm9vYm=y", "Zg===", "Zm9v=", "=", "=Zg="}) CHECK_FALSE(from_base64_lenient(bad));
}

TEST_CASE("percent coding is exact, and a broken escape is refused") {
  CHECK(percent_encode("a b/é") == "a%20b%2F%C3%A9");
  CHECK(percent_decode("a%20b%2F%C3%A9") == "a b/é");
  CHECK(percent_decode("a+b", true) == "a b");
  CHECK(percent_decode("a+b") == "a+b");
  CHECK_FALSE(percent_decode("%4"));
  CHECK_FALSE(percent_decode("%zz"));
}

TEST_CASE("hashes are the published ones") {
  CHECK(to_hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("markup is escaped") { CHECK(html_escape("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"); }
