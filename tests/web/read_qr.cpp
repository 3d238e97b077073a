#include "web/read_qr.hpp"

#include <png.h>
#include <zbar.h>

#include <vector>

namespace depeche::test {

std::string read_qr_png(const std::string& png) {
  png_image picture{};
  picture.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&picture, png.data(), png.size()) == 0) return {};
  picture.format = PNG_FORMAT_GRAY;
  std::vector<unsigned char> grey(std::size_t{picture.width} * picture.height);
  if (png_image_finish_read(&picture, nullptr, grey.data(), 0, nullptr) == 0) return {};
  zbar::Image image(picture.width, picture.height, "Y800", grey.data(), grey.size());
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  if (scanner.scan(image) < 1) return {};
  return image.symbol_begin()->get_data();
}

}  // namespace depeche::test
