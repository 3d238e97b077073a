// From a picture as it was fetched to one that the platform takes.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace depeche {

inline constexpr std::size_t article_picture_width = 1'080;
inline constexpr std::size_t cover_width = 900, cover_height = 383;  // 2.35 to 1, as the head of an issue is shown

struct platform_picture {
  std::string shown;  // JPEG for the text of an article
  std::string cover;  // JPEG in a cover's shape
};

// Each file has at most max_bytes. Fails as read_picture, and with invalid_argument for pictures too small to be one (counting pixels,
// icons). Heavy: for the work pool.
result<platform_picture> make_platform_picture(std::string_view bytes, std::size_t max_bytes);

}  // namespace depeche
