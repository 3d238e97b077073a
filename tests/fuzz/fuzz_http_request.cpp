// Any bytes as requests, cut at a place that the first byte chooses: the decoder must come to the same end as in one piece,
// and use no more bytes than it was given.
#include "net/http_codec.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace depeche;

namespace {

// The decoder's last word on `bytes`, given in pieces, as a session gives them.
decode_state decode(std::string_view bytes, std::size_t piece, std::string& said) {
  request_decoder decoder;
  std::string waiting;
  auto state = decode_state::need_more;
  while (!bytes.empty() && state == decode_state::need_more) {
    const auto n = std::min(piece, bytes.size());
    waiting.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    for (bool again = true; again;) {
      std::size_t used = 0;
      state = decoder.put(waiting, used);
      if (used > waiting.size()) std::abort();
      waiting.erase(0, used);
      again = state == decode_state::header_done;
      if (again) {
        state = decoder.limit_body(4096);
        again = state == decode_state::need_more && !waiting.empty();
      }
    }
  }
  if (state == decode_state::complete) {
    const auto& r = decoder.request();
    if (r.path.empty() || r.path[0] != '/' || r.body.size() > 4096) std::abort();
    said = r.method + " " + r.path + "?" + r.query + "\n" + r.body;
    for (const auto& h : r.headers) said += "\n" + h.name + ": " + h.value;
  }
  return state;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  std::string whole;
  std::string pieces;
  const auto at_once = decode(bytes, bytes.size(), whole);
  const auto by_pieces = decode(bytes, data[0] % 32U + 1, pieces);
  if ((at_once == decode_state::complete) != (by_pieces == decode_state::complete) || whole != pieces) std::abort();
  return 0;
}
