#include "picture/bitmap.hpp"

#include <algorithm>

namespace depeche {
namespace {

// Which old columns (or rows) fall on a new one: at least one.
struct span_of {
  std::size_t begin, end;
};

span_of behind(std::size_t at, std::size_t to, std::size_t from) {
  const std::size_t begin = at * from / to;
  return {begin, std::max(begin + 1, (at + 1) * from / to)};
}

}  // namespace

bitmap resize(const bitmap& from, std::size_t width, std::size_t height) {
  bitmap out(width, height);
  for (std::size_t y = 0; y < height; ++y) {
    const span_of rows = behind(y, height, from.height);
    for (std::size_t x = 0; x < width; ++x) {
      const span_of columns = behind(x, width, from.width);
      std::size_t sum[3] = {0, 0, 0};
      for (std::size_t j = rows.begin; j < rows.end; ++j)
        for (std::size_t i = columns.begin; i < columns.end; ++i)
          for (std::size_t c = 0; c < 3; ++c) sum[c] += from.at(i, j)[c];
      const std::size_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
      for (std::size_t c = 0; c < 3; ++c) out.at(x, y)[c] = static_cast<std::uint8_t>(sum[c] / count);
    }
  }
  return out;
}

bitmap crop_to_shape(const bitmap& from, std::size_t width, std::size_t height) {
  const bool too_wide = from.width * height > from.height * width;
  const std::size_t w = too_wide ? std::max<std::size_t>(1, from.height * width / height) : from.width;
  const std::size_t h = too_wide ? from.height : std::max<std::size_t>(1, from.width * height / width);
  const std::size_t left = (from.width - w) / 2, top = (from.height - h) / 4;
  bitmap out(w, h);
  for (std::size_t y = 0; y < h; ++y) std::copy_n(from.at(left, top + y), 3 * w, out.at(0, y));
  return out;
}

}  // namespace depeche
