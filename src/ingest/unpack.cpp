#include "ingest/unpack.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace depeche {
namespace {

constexpr std::size_t step = 64 * 1024;
constexpr std::size_t most_codings = 3;

error over(std::size_t most) { return fail(errc::too_large, "unpacked it is over " + std::to_string(most) + " bytes"); }
error broken(std::string_view coding) { return fail(errc::http_malformed, "its " + std::string(coding) + " cannot be unpacked"); }

struct close_inflate {
  void operator()(z_stream* z) const {
    inflateEnd(z);
    delete z;
  }
};

// `window` as of inflateInit2: 15 + 32 finds out by itself whether it is gzip or zlib, -15 is deflate without a frame.
result<std::string> inflated(std::string_view bytes, std::string_view coding, int window, std::size_t most) {
  std::unique_ptr<z_stream, close_inflate> z(new z_stream{});
  if (inflateInit2(z.get(), window) != Z_OK) return broken(coding);
  std::vector<Bytef> in(bytes.begin(), bytes.end());
  z->next_in = in.data();
  z->avail_in = static_cast<uInt>(in.size());
  std::string out;
  for (;;) {
    const auto filled = out.size();
    out.resize(std::min(filled + step, most + 1));
    std::vector<Bytef> space(out.size() - filled);
    z->next_out = space.data();
    z->avail_out = static_cast<uInt>(space.size());
    const int code = inflate(z.get(), Z_NO_FLUSH);
    const auto got = space.size() - z->avail_out;
    std::copy_n(space.begin(), got, out.begin() + static_cast<std::ptrdiff_t>(filled));
    out.resize(filled + got);
    if (out.size() > most) return over(most);
    if (code == Z_STREAM_END) {
      // Files that were packed in pieces: one after the other.
      if (z->avail_in == 0 || window < 0 || inflateReset(z.get()) != Z_OK) return out;
      if (*z->next_in != 0x1f) return out;
      continue;
    }
    if (code != Z_OK || (got == 0 && z->avail_in == 0)) return broken(coding);
  }
}

struct close_brotli {
  void operator()(BrotliDecoderState* s) const { BrotliDecoderDestroyInstance(s); }
};

result<std::string> from_brotli(std::string_view bytes, std::size_t most) {
  std::unique_ptr<BrotliDecoderState, close_brotli> state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!state) return broken("br");
  const std::vector<std::uint8_t> in(bytes.begin(), bytes.end());
  std::vector<std::uint8_t> space(step);
  const std::uint8_t* next_in = in.data();
  std::size_t left_in = in.size();
  std::string out;
  for (;;) {
    std::uint8_t* next_out = space.data();
    std::size_t left_out = space.size();
    const auto code = BrotliDecoderDecompressStream(state.get(), &left_in, &next_in, &left_out, &next_out, nullptr);
    out.append(space.begin(), space.end() - static_cast<std::ptrdiff_t>(left_out));
    if (out.size() > most) return over(most);
    if (code == BROTLI_DECODER_RESULT_SUCCESS) return out;
    if (code != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return broken("br");
  }
}

// Servers that name a coding and send the thing itself.
bool looks_plain(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::string_view text = trim(bytes.substr(0, 200));
  return text.starts_with('<') || text.starts_with('{');
}

result<std::string> undo(std::string bytes, std::string_view coding, std::size_t most) {
  if (coding.empty() || ascii_iequal(coding, "identity")) return bytes;
  if (ascii_iequal(coding, "br")) return from_brotli(bytes, most);
  if (ascii_iequal(coding, "gzip") || ascii_iequal(coding, "x-gzip")) return inflated(bytes, "gzip", 15 + 32, most);
  if (ascii_iequal(coding, "deflate")) {
    // Half of the servers mean zlib's frame by it, as the standard does, the others the bare thing.
    auto framed = inflated(bytes, "deflate", 15 + 32, most);
    if (framed.has_value() || framed.error().code == errc::too_large) return framed;
    return inflated(bytes, "deflate", -15, most);
  }
  return fail(errc::http_malformed, "packed as \"" + printable(coding, 40) + "\", which we did not ask for");
}

}  // namespace

result<std::string> unpack(std::string bytes, std::string_view coding, std::size_t most) {
  auto codings = split(coding, ',');
  if (codings.size() > most_codings) return fail(errc::http_malformed, "packed " + std::to_string(codings.size()) + " times over");
  for (auto last = codings.rbegin(); last != codings.rend(); ++last) {
    if (looks_plain(bytes)) return bytes;
    auto plain = undo(std::move(bytes), trim(*last), most);
    if (plain.has_error()) return plain.error();
    bytes = std::move(*plain);
  }
  // A file that lies packed on the server ("feed.xml.gz") and is sent as it lies.
  constexpr std::string_view gzip_begins = "\x1F\x8B\x08";
  if (bytes.starts_with(gzip_begins)) return inflated(bytes, "gzip", 15 + 32, most);
  return bytes;
}

}  // namespace depeche
