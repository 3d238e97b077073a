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
