#include "picture/write_jpeg.hpp"

#include "picture/jpeg_error.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

namespace depeche {
namespace {

// Nothing in this function has a destructor. False: no memory.
bool encode(const bitmap& from, int quality, unsigned char** bytes, unsigned long* size) {
  jpeg_compress_struct encoder;
  jpeg_error error_state;
  encoder.err = prepare(error_state);
  if (setjmp(error_state.back) != 0) {
    jpeg_destroy_compress(&encoder);
    return false;
  }
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, bytes, size);
  encoder.image_width = static_cast<JDIMENSION>(from.width);
  encoder.image_height = static_cast<JDIMENSION>(from.height);
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < encoder.image_height) {
    JSAMPROW line = const_cast<JSAMPROW>(from.at(0, encoder.next_scanline));
    jpeg_write_scanlines(&encoder, &line, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  return true;
}

}  // namespace

std::string write_jpeg(const bitmap& from, int quality) {
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  const bool done = encode(from, quality, &bytes, &size);
  const std::unique_ptr<unsigned char, decltype(&std::free)> held(bytes, std::free);
  if (!done) throw std::bad_alloc();
  return std::string(reinterpret_cast<const char*>(bytes), size);
}

std::string write_jpeg_within(bitmap from, std::size_t max_bytes) {
  for (;;) {
    for (const int quality : {88, 80, 70, 55, 40}) {
      std::string file = write_jpeg(from, quality);
      if (file.size() <= max_bytes || (from.width <= 8 && from.height <= 8)) return file;
    }
    from = resize(from, std::max<std::size_t>(1, from.width * 2 / 3), std::max<std::size_t>(1, from.height * 2 / 3));
  }
}

}  // namespace depeche
