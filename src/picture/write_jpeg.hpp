// Encodes as JPEG.
#pragma once

#include "picture/bitmap.hpp"

#include <string>

namespace depeche {

// quality: 1 to 100.
std::string write_jpeg(const bitmap& from, int quality);
// The best quality whose file has at most max_bytes; smaller in pixels where no quality is enough.
std::string write_jpeg_within(bitmap from, std::size_t max_bytes);

}  // namespace depeche
