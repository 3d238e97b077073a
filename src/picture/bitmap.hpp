// A picture in memory: rows of red, green, blue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace depeche {

struct bitmap {
  std::size_t width = 0;
  std::size_t height = 0;
  std::vector<std::uint8_t> rgb;  // 3 * width * height

  bitmap() = default;
  bitmap(std::size_t w, std::size_t h) : width(w), height(h), rgb(3 * w * h, 255) {}
  std::uint8_t* at(std::size_t x, std::size_t y) { return rgb.data() + 3 * (y * width + x); }
  const std::uint8_t* at(std::size_t x, std::size_t y) const { return rgb.data() + 3 * (y * width + x); }
};

// By averaging what falls on each new pixel. Precondition: both have pixels.
bitmap resize(const bitmap& from, std::size_t width, std::size_t height);
// The largest part of this shape; of an upright picture the upper part, where faces are.
bitmap crop_to_shape(const bitmap& from, std::size_t width, std::size_t height);

}  // namespace depeche
