// A code as PNG, written to memory by libpng.
#include "invite/qr_code.hpp"

#include <png.h>

#include <algorithm>
#include <vector>

namespace depeche {
namespace {

constexpr int quiet = 4;

void append(png_structp png, png_bytep bytes, png_size_t count) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), count);
}

// libpng must not return from here; it is a C library, and throwing through it is what its manual allows for C++.
[[noreturn]] void refuse(png_structp, png_const_charp words) {
  throw failure(fail(errc::io_failed, std::string("no PNG: ") + words));
}

void ignore(png_structp, png_const_charp) {}

// One row of pixels through the modules of line y, which may lie in the quiet zone.
void paint(std::vector<png_byte>& row, const qr_code& code, int y, int scale) {
  std::ranges::fill(row, png_byte{255});
  if (y < 0 || y >= code.size()) return;
  for (int x = 0; x < code.size(); ++x)
    if (code.dark(x, y)) std::fill_n(row.begin() + (x + quiet) * scale, scale, png_byte{0});
}

class png_writer {
 public:
  png_writer()
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, refuse, ignore)),
        info_(png_ ? png_create_info_struct(png_) : nullptr) {}
  ~png_writer() { png_destroy_write_struct(&png_, &info_); }
  png_writer(const png_writer&) = delete;
  png_writer& operator=(const png_writer&) = delete;

  std::string draw(const qr_code& code, int scale) {
    if (!png_ || !info_) throw std::bad_alloc();
    std::string out;
    png_set_write_fn(png_, &out, append, nullptr);
    const int side = (code.size() + 2 * quiet) * scale;
    png_set_IHDR(png_, info_, static_cast<png_uint_32>(side), static_cast<png_uint_32>(side), 8, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png_, info_);
    std::vector<png_byte> row(static_cast<std::size_t>(side));
    for (int y = -quiet; y < code.size() + quiet; ++y) {
      paint(row, code, y, scale);
      for (int line = 0; line < scale; ++line) png_write_row(png_, row.data());
    }
    png_write_end(png_, info_);
    return out;
  }

 private:
  png_structp png_;
  png_infop info_;
};

}  // namespace

std::string draw_png(const qr_code& code, int scale) {
  png_writer writer;
  return writer.draw(code, std::clamp(scale, 1, 64));
}

}  // namespace depeche
