#include "ingest/unpack.hpp"

#include "packed.hpp"

using namespace depeche;

namespace {

const std::string text = "Le phare est rallumé. 灯塔重新点亮。" + std::string(200'000, 'x');

}  // namespace

TEST_CASE("what was packed comes back, in each coding and in several") {
  CHECK(unpack(text, "", 1 << 20).value() == text);
  CHECK(unpack(text, "identity", 1 << 20).value() == text);
  CHECK(unpack(gzipped(text), "gzip", 1 << 20).value() == text);
  CHECK(unpack(gzipped(text), "X-GZIP", 1 << 20).value() == text);
  CHECK(unpack(gzipped("one") + gzipped("two"), "gzip", 1 << 20).value() == "onetwo");
  CHECK(unpack(deflated(text, 15), "deflate", 1 << 20).value() == text);
  CHECK(unpack(deflated(text, -15), "deflate", 1 << 20).value() == text);
  CHECK(unpack(brotlied(text), "br", 1 << 20).value() == text);
  CHECK(unpack(gzipped(brotlied(text)), "br, gzip", 1 << 20).value() == text);
}

TEST_CASE("a small answer that unfolds beyond the limit is refused") {
  const std::string bomb(64 << 20, '\0');
  for (const auto& [packed, coding] : {std::pair{gzipped(bomb), "gzip"}, std::pair{deflated(bomb, -15), "deflate"}, std::pair{brotlied(bomb), "br"}}) {
    REQUIRE(packed.size() < 100'000);
    const auto out = unpack(packed, coding, 1 << 20);
    REQUIRE(out.has_error());
    CHECK(out.error().code == errc::too_large);
  }
  CHECK(unpack(gzipped("12345"), "gzip", 5).has_value());
  CHECK(unpack(gzipped("123456"), "gzip", 5).has_error());
}

TEST_CASE("what is cut, damaged or packed in unknown ways is a failure, not a text") {
  for (const char* coding : {"gzip", "deflate", "br"}) {
    const std::string packed = coding[0] == 'b' ? brotlied(text) : coding[0] == 'g' ? gzipped(text) : deflated(text, 15);
    const auto cut = unpack(packed.substr(0, packed.size() / 2), coding, 1 << 20);
    REQUIRE(cut.has_error());
    CHECK(cut.error().code == errc::http_malformed);
    CHECK(unpack("plainly no such thing", coding, 1 << 20).has_error());
    CHECK(unpack("", coding, 1 << 20).has_error());
  }
  CHECK(unpack("abc", "compress", 100).error().what.find("compress") != std::string::npos);
  CHECK(unpack("abc", "gzip,gzip,gzip,gzip", 100).has_error());
}
