// Reads drawn codes back: zbar on grey pixels, PNG files by libpng, SVG paths and terminal lines by their own grammar.
#pragma once

#include "invite/qr_code.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace depeche {

struct picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> grey;
};

// What each code in the picture says.
std::vector<std::string> scan(const picture& p);

picture from_png(const std::string& file);

// Modules with their quiet zone, true where dark.
struct module_grid {
  int width = 0, height = 0;
  std::vector<bool> dark;
  bool at(int x, int y) const { return dark.at(static_cast<std::size_t>(y * width + x)); }
};

module_grid grid_of(const qr_code& code);
module_grid from_svg(const std::string& svg);
module_grid from_terminal(const std::string& lines);  // an empty last half line is left out
picture rasterised(const module_grid& grid, int scale);

inline bool operator==(const module_grid& a, const module_grid& b) {
  return a.width == b.width && a.height == b.height && a.dark == b.dark;
}

}  // namespace depeche
