// What a server sent compressed, unpacked within a limit: a small answer can be a very large one folded up.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace depeche {

// What we say we can unpack, for Accept-Encoding.
inline constexpr std::string_view unpackable = "gzip, deflate, br";

// `coding` as Content-Encoding gives it; empty and "identity" give the bytes back, several are undone from the last. Fails with
// too_large over `most` bytes, and with http_malformed for bytes that are cut or no such thing, and for codings that we never asked for.
result<std::string> unpack(std::string bytes, std::string_view coding, std::size_t most);

}  // namespace depeche
