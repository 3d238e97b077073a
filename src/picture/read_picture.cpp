#include "picture/read_picture.hpp"

#include "picture/jpeg_error.hpp"

#include <png.h>
#include <webp/decode.h>

#include <algorithm>
#include <string>

namespace depeche {
namespace {

error damaged(const char* what) { return fail(errc::invalid_argument, what); }

bool too_many(std::size_t width, std::size_t height) {
  return width == 0 || height == 0 || width > longest_side || height > longest_side || width * height > most_pixels;
}

error too_large(std::size_t width, std::size_t height) {
  return fail(errc::too_large, "a picture of " + std::to_string(width) + " by " + std::to_string(height) + " pixels");
}

// A small file may ask for thousands of passes over the whole picture.
void check_scans(j_common_ptr c) {
  constexpr int most_scans = 60;
  const auto* decoder = reinterpret_cast<j_decompress_ptr>(c);
  if (decoder->input_scan_number > most_scans) std::longjmp(reinterpret_cast<jpeg_error*>(c->err)->back, 1);
}

enum class jpeg_end { read, large, bad };

// Nothing in this function has a destructor: libjpeg leaves it by a jump.
jpeg_end read_jpeg(const unsigned char* bytes, std::size_t size, std::size_t wanted_width, bitmap& into) {
  jpeg_decompress_struct decoder;
  jpeg_error error_state;
  jpeg_progress_mgr progress{};
  progress.progress_monitor = check_scans;
  decoder.err = prepare(error_state);
  if (setjmp(error_state.back) != 0) {
    jpeg_destroy_decompress(&decoder);
    return jpeg_end::bad;
  }
  jpeg_create_decompress(&decoder);
  decoder.progress = &progress;
  jpeg_mem_src(&decoder, bytes, static_cast<unsigned long>(size));
  jpeg_read_header(&decoder, TRUE);
  into.width = decoder.image_width;
  into.height = decoder.image_height;
  if (too_many(into.width, into.height)) {
    jpeg_destroy_decompress(&decoder);
    return jpeg_end::large;
  }
  const bool by_ink = decoder.jpeg_color_space == JCS_CMYK || decoder.jpeg_color_space == JCS_YCCK;
  decoder.out_color_space = by_ink ? JCS_CMYK : JCS_RGB;
  while (decoder.scale_denom < 8 && decoder.image_width / (decoder.scale_denom * 2) >= wanted_width) decoder.scale_denom *= 2;
  jpeg_start_decompress(&decoder);
  into = bitmap(decoder.output_width, decoder.output_height);
  JSAMPARRAY line = (*decoder.mem->alloc_sarray)(reinterpret_cast<j_common_ptr>(&decoder), JPOOL_IMAGE, decoder.output_width * 4, 1);
  while (decoder.output_scanline < decoder.output_height) {
    std::uint8_t* out = into.at(0, decoder.output_scanline);
    jpeg_read_scanlines(&decoder, line, 1);
    for (std::size_t x = 0; x < into.width; ++x)
      for (std::size_t c = 0; c < 3; ++c)  // ink is stored inverted, as Photoshop does
        out[3 * x + c] = by_ink ? static_cast<std::uint8_t>(line[0][4 * x + c] * line[0][4 * x + 3] / 255) : line[0][3 * x + c];
  }
  jpeg_finish_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
  return jpeg_end::read;
}

result<bitmap> from_jpeg(std::string_view bytes, std::size_t wanted_width) {
  bitmap out;
  switch (read_jpeg(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), wanted_width, out)) {
    case jpeg_end::read: return out;
    case jpeg_end::large: return too_large(out.width, out.height);
    case jpeg_end::bad: break;
  }
  return damaged("a damaged JPEG");
}

result<bitmap> from_png(std::string_view bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) return damaged("a damaged PNG");
  if (too_many(image.width, image.height)) {
    png_image_free(&image);
    return too_large(image.width, image.height);
  }
  image.format = PNG_FORMAT_RGB;
  bitmap out(image.width, image.height);
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, out.rgb.data(), 0, nullptr) == 0) return damaged("a damaged PNG");
  return out;
}

result<bitmap> from_webp(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  WebPBitstreamFeatures about;
  if (WebPGetFeatures(data, bytes.size(), &about) != VP8_STATUS_OK || about.width < 1 || about.height < 1) return damaged("a damaged WebP");
  if (about.has_animation != 0) return damaged("a WebP that moves");
  const auto width = static_cast<std::size_t>(about.width), height = static_cast<std::size_t>(about.height);
  if (too_many(width, height)) return too_large(width, height);
  bitmap out(width, height);
  if (about.has_alpha == 0) {
    if (WebPDecodeRGBInto(data, bytes.size(), out.rgb.data(), out.rgb.size(), static_cast<int>(3 * width)) == nullptr) return damaged("a damaged WebP");
    return out;
  }
  std::vector<std::uint8_t> rgba(4 * width * height);
  if (WebPDecodeRGBAInto(data, bytes.size(), rgba.data(), rgba.size(), static_cast<int>(4 * width)) == nullptr) return damaged("a damaged WebP");
  for (std::size_t i = 0; i < width * height; ++i)
    for (std::size_t c = 0; c < 3; ++c) {
      const unsigned alpha = rgba[4 * i + 3];
      out.rgb[3 * i + c] = static_cast<std::uint8_t>((rgba[4 * i + c] * alpha + 255 * (255 - alpha)) / 255);
    }
  return out;
}

}  // namespace

result<bitmap> read_picture(std::string_view bytes, std::size_t wanted_width) {
  if (bytes.size() > most_picture_bytes) return fail(errc::too_large, "a picture of more than 12 MB");
  if (bytes.starts_with("\xFF\xD8\xFF")) return from_jpeg(bytes, std::max<std::size_t>(1, wanted_width));
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return from_png(bytes);
  if (bytes.size() > 16 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return from_webp(bytes);
  return damaged("neither JPEG nor PNG nor WebP");
}

}  // namespace depeche
