#include "wechat/signature.hpp"

#include "support/catch.hpp"

using namespace depeche::wechat;

TEST_CASE("the GET verification of the official example carries our signature") {
  CHECK(url_signature("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696");
}

TEST_CASE("a plain push of the official example carries our signature") {
  CHECK(url_signature("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78");
  CHECK(url_signature("AAAAA", "1714112445", "415670741") == "6c5c811b55cc85e0e1b54100749188c20beb3f5d");
}

TEST_CASE("parts are sorted as bytes, not as signed characters or by length") {
  // SHA-1 of "1" "a" "é" joined in this order: é begins with a byte above 0x7f and stands last.
  CHECK(url_signature("\xC3\xA9", "a", "1") == url_signature("1", "a", "\xC3\xA9"));
  CHECK(url_signature("\xC3\xA9", "a", "1") == "f26fd91c0bd8a1be865ae63ebc1a133a19840d1a");
}

TEST_CASE("a signature matches in any case of its digits, and nothing else matches") {
  const std::string ours = url_signature("AAAAA", "1714036504", "1514711492");
  CHECK(signature_matches(ours, "f464b24fc39322e44b38aa78f5edd27bd1441696"));
  CHECK(signature_matches(ours, "F464B24FC39322E44B38AA78F5EDD27BD1441696"));
  CHECK_FALSE(signature_matches(ours, "f464b24fc39322e44b38aa78f5edd27bd1441697"));
  CHECK_FALSE(signature_matches(ours, ours.substr(0, 39)));
  CHECK_FALSE(signature_matches(ours, ours + "0"));
  CHECK_FALSE(signature_matches(ours, ""));
  CHECK_FALSE(signature_matches("", ""));
}
