// Decodes JPEG, PNG and WebP from outside. What a file claims is checked before memory is taken for it.
#pragma once

#include "base/result.hpp"
#include "picture/bitmap.hpp"

#include <string_view>

namespace depeche {

inline constexpr std::size_t most_picture_bytes = 12 * 1024 * 1024;
inline constexpr std::size_t most_pixels = 24'000'000;  // what a camera makes; 72 MB in memory
inline constexpr std::size_t longest_side = 16'000;

// Transparent parts become white. A JPEG much larger than `wanted_width` may come at a half, quarter or eighth of its size. Fails with
// too_large, or invalid_argument for what is no such picture or is damaged.
result<bitmap> read_picture(std::string_view bytes, std::size_t wanted_width = longest_side);

}  // namespace depeche
