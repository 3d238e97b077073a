#include "invite/read_back.hpp"

#include <png.h>
#include <zbar.h>

#include <algorithm>
#include <cstdio>
#include <regex>
#include <stdexcept>

namespace depeche {

std::vector<std::string> scan(const picture& p) {
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  // Bytes as they are: the decoder's guesses at character sets are not what is tested.
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
  zbar::Image image(static_cast<unsigned>(p.width), static_cast<unsigned>(p.height), "Y800", p.grey.data(), p.grey.size());
  scanner.scan(image);
  std::vector<std::string> said;
  for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) said.push_back(symbol->get_data());
  return said;
}

picture from_png(const std::string& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&image, file.data(), file.size())) throw std::runtime_error(image.message);
  image.format = PNG_FORMAT_GRAY;
  picture p{static_cast<int>(image.width), static_cast<int>(image.height), std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
  if (!png_image_finish_read(&image, nullptr, p.grey.data(), 0, nullptr)) throw std::runtime_error(image.message);
  return p;
}

module_grid grid_of(const qr_code& code) {
  const int side = code.size() + 8;
  module_grid grid{side, side, std::vector<bool>(static_cast<std::size_t>(side * side))};
  for (int y = 0; y < code.size(); ++y)
    for (int x = 0; x < code.size(); ++x) grid.dark[static_cast<std::size_t>((y + 4) * side + x + 4)] = code.dark(x, y);
  return grid;
}

module_grid from_svg(const std::string& svg) {
  std::smatch found;
  if (!std::regex_search(svg, found, std::regex("viewBox=\"0 0 ([0-9]+) ([0-9]+)\""))) throw std::runtime_error("no viewBox");
  module_grid grid{std::stoi(found[1]), std::stoi(found[2]), {}};
  grid.dark.resize(static_cast<std::size_t>(grid.width * grid.height));
  // Not by a regular expression: the library's recurse once a character, and a path has thousands.
  const std::string opening = "<path fill=\"#000\" d=\"";
  const std::size_t begin = svg.find(opening), end_quote = svg.find("\"/></svg>", begin);
  if (begin == std::string::npos || end_quote == std::string::npos) throw std::runtime_error("no path");
  const std::string path = svg.substr(begin + opening.size(), end_quote - begin - opening.size());
  const std::regex run("M([0-9]+),([0-9]+)h([0-9]+)v1h-([0-9]+)z");
  std::size_t read = 0;
  for (std::sregex_iterator part(path.begin(), path.end(), run), end; part != end; ++part) {
    const auto& m = *part;
    if (m[3] != m[4]) throw std::runtime_error("a run that does not come back");
    read += static_cast<std::size_t>(m.length());
    for (int i = 0; i < std::stoi(m[3]); ++i)
      grid.dark.at(static_cast<std::size_t>(std::stoi(m[2]) * grid.width + std::stoi(m[1]) + i)) = true;
  }
  if (read != path.size()) throw std::runtime_error("a path with something else in it");
  return grid;
}

module_grid from_terminal(const std::string& lines) {
  const std::regex colour("\x1b\\[38;5;([0-9]+);48;5;([0-9]+)m");
  module_grid grid;
  std::vector<bool> lower_row;
  bool upper = false, lower = false;
  for (std::size_t i = 0; i < lines.size();) {
    std::smatch m;
    const auto here = lines.begin() + static_cast<std::ptrdiff_t>(i);
    if (lines.compare(i, 3, "\xE2\x96\x80") == 0) {
      grid.dark.push_back(upper);
      lower_row.push_back(lower);
      i += 3;
    } else if (std::regex_search(here, lines.end(), m, colour, std::regex_constants::match_continuous)) {
      upper = m[1] == "16";
      lower = m[2] == "16";
      i += static_cast<std::size_t>(m.length());
    } else if (lines.compare(i, 5, "\x1b[0m\n") == 0) {
      grid.width = static_cast<int>(lower_row.size());
      grid.dark.insert(grid.dark.end(), lower_row.begin(), lower_row.end());
      grid.height += 2;
      lower_row.clear();
      i += 5;
    } else {
      throw std::runtime_error("a terminal drawing with something else in it at " + std::to_string(i));
    }
  }
  if (grid.height == grid.width + 1) {
    --grid.height;
    grid.dark.resize(static_cast<std::size_t>(grid.width * grid.height));
  }
  return grid;
}

picture rasterised(const module_grid& grid, int scale) {
  picture p{grid.width * scale, grid.height * scale, {}};
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x) p.grey.push_back(grid.at(x / scale, y / scale) ? 0 : 255);
  return p;
}

}  // namespace depeche
