// Packed answers are made with the libraries' own packers.
#include "ingest/unpack.hpp"
#include "support/catch.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <vector>

using namespace depeche;

namespace {

std::string deflated(const std::string& text, int window) {
  z_stream z{};
  REQUIRE(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::vector<Bytef> in(text.begin(), text.end()), out(deflateBound(&z, static_cast<uLong>(text.size())) + 64);
  z.next_in = in.data();
  z.avail_in = static_cast<uInt>(in.size());
  z.next_out = out.data();
  z.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  std::string packed(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(z.total_out));
  deflateEnd(&z);
  return packed;
}

std::string gzipped(const std::string& text) { return deflated(text, 15 + 16); }

std::string brotlied(const std::string& text) {
  const std::vector<std::uint8_t> in(text.begin(), text.end());
  std::vector<std::uint8_t> out(BrotliEncoderMaxCompressedSize(in.size()) + 64);
  std::size_t size = out.size();
  REQUIRE(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, in.size(), in.data(), &size, out.data()) == BROTLI_TRUE);
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

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
