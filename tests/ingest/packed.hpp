// What servers send packed, made with the libraries' own packers.
#pragma once

#include "support/catch.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <string>
#include <vector>

namespace depeche {

inline std::string deflated(const std::string& text, int window) {
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

inline std::string gzipped(const std::string& text) { return deflated(text, 15 + 16); }

inline std::string brotlied(const std::string& text) {
  const std::vector<std::uint8_t> in(text.begin(), text.end());
  std::vector<std::uint8_t> out(BrotliEncoderMaxCompressedSize(in.size()) + 64);
  std::size_t size = out.size();
  REQUIRE(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, in.size(), in.data(), &size, out.data()) == BROTLI_TRUE);
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

}  // namespace depeche
