// Pictures from outside become pictures for the platform, within its limits, and bombs stay small.
#include "picture/drawn_cover.hpp"
#include "picture/platform_picture.hpp"
#include "picture/read_picture.hpp"
#include "picture/write_jpeg.hpp"

#include "base/random.hpp"
#include "support/catch.hpp"

#include <png.h>
#include <webp/encode.h>

#include <algorithm>
#include <filesystem>

using namespace depeche;

namespace {

bitmap striped(std::size_t width, std::size_t height) {
  bitmap b(width, height);
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      std::uint8_t* p = b.at(x, y);
      p[0] = static_cast<std::uint8_t>(x * 255 / width);
      p[1] = static_cast<std::uint8_t>(y * 255 / height);
      p[2] = 90;
    }
  return b;
}

bitmap noise(std::size_t width, std::size_t height) {
  seeded_random random(5);
  bitmap b(width, height);
  for (auto& value : b.rgb) value = static_cast<std::uint8_t>(random_below(random, 256));
  return b;
}

// Half of the picture is transparent.
std::string png_of(std::size_t width, std::size_t height) {
  std::vector<std::uint8_t> rgba(4 * width * height);
  for (std::size_t i = 0; i < width * height; ++i) rgba[4 * i] = 200, rgba[4 * i + 3] = i % width < width / 2 ? 0 : 255;
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, rgba.data(), 0, nullptr);
  std::string out(size, '\0');
  png_image_write_to_memory(&image, out.data(), &size, 0, rgba.data(), 0, nullptr);
  return out;
}

std::string webp_of(const bitmap& from) {
  std::uint8_t* bytes = nullptr;
  const std::size_t size = WebPEncodeRGB(from.rgb.data(), static_cast<int>(from.width), static_cast<int>(from.height), static_cast<int>(3 * from.width), 80, &bytes);
  std::string out(reinterpret_cast<const char*>(bytes), size);
  WebPFree(bytes);
  return out;
}

bool near(std::uint8_t a, int b) { return a > b - 25 && a < b + 25; }

std::size_t dark_pixels(const bitmap& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < b.rgb.size(); i += 3) count += b.rgb[i] < 80 && b.rgb[i + 1] < 80 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("JPEG, PNG and WebP are read, and what is transparent becomes white") {
  const bitmap drawn = striped(300, 200);
  for (const std::string& file : {write_jpeg(drawn, 90), webp_of(drawn)}) {
    const auto read = read_picture(file);
    REQUIRE(read.has_value());
    CHECK(read->width == 300);
    CHECK(read->height == 200);
    CHECK(near(read->at(299, 0)[0], 254));
    CHECK(near(read->at(0, 199)[1], 254));
  }
  const auto png = read_picture(png_of(100, 50)).value();
  CHECK(png.at(10, 10)[1] == 255);
  CHECK(png.at(90, 10)[0] == 200);
}

TEST_CASE("a large JPEG is read at a part of its size when no more is wanted") {
  const auto read = read_picture(write_jpeg(striped(3000, 1000), 80), 700).value();
  CHECK(read.width == 750);
  CHECK(near(read.at(749, 0)[0], 254));
}

TEST_CASE("what the platform gets is a JPEG within its limit, in size and shape") {
  const auto made = make_platform_picture(write_jpeg(noise(2400, 1600), 100), 1024 * 1024 - 1);
  REQUIRE(made.has_value());
  CHECK(made->shown.size() < 1024 * 1024);
  CHECK(made->cover.size() < 1024 * 1024);
  CHECK(read_picture(made->shown)->width <= 1080);
  const auto cover = read_picture(made->cover).value();
  CHECK(cover.width == 900);
  CHECK(cover.height == 383);
  CHECK(write_jpeg_within(noise(900, 383), 30'000).size() <= 30'000);
  CHECK(make_platform_picture(write_jpeg(striped(20, 400), 80), 100'000).error() == errc::invalid_argument);
}

TEST_CASE("a file that claims too many pixels is refused before memory is taken") {
  std::string png = png_of(8, 8);
  png.replace(16, 8, std::string("\x00\x00\xFF\xFF\x00\x00\xFF\xFF", 8));
  const auto claimed = read_picture(png);
  REQUIRE(claimed.has_error());  // its checksum is wrong too, or it is too large: refused either way
  std::string jpeg = write_jpeg(striped(64, 64), 80);
  const std::size_t frame = jpeg.find("\xFF\xC0");
  REQUIRE(frame != jpeg.npos);
  jpeg.replace(frame + 5, 4, "\xFD\xE8\xFD\xE8");
  CHECK(read_picture(jpeg).error() == errc::too_large);
  CHECK(read_picture(std::string(13 * 1024 * 1024, 'x')).error() == errc::too_large);
}

TEST_CASE("damaged files are refused or read in part, and never more") {
  seeded_random random(11);
  for (const std::string& whole : {write_jpeg(striped(120, 90), 80), png_of(60, 40), webp_of(striped(100, 80))}) {
    for (int round = 0; round < 300; ++round) {
      std::string file = whole;
      for (std::size_t hits = 1 + random_below(random, 6); hits > 0; --hits) file[random_below(random, file.size())] = static_cast<char>(random_below(random, 256));
      if (round % 3 == 0) file.resize(random_below(random, file.size()));
      const auto read = read_picture(file);
      if (read.has_value()) REQUIRE(read->rgb.size() == 3 * read->width * read->height);
    }
  }
  CHECK(read_picture("GIF89a").error() == errc::invalid_argument);
  CHECK(read_picture("").error() == errc::invalid_argument);
}

TEST_CASE("a cover is drawn from masthead and date, and without a font from the day alone") {
  const bitmap bare = draw_cover({"瓦尔布伦晨报", "11月23日 星期一", "2026-11-23"}, {});
  CHECK(bare.width == 900);
  CHECK(bare.height == 383);
  CHECK(dark_pixels(bare) > 20'000);
  CHECK(draw_cover({"x", "y", "not a day"}, {"/nowhere/font.ttf"}).rgb != bare.rgb);
  const auto& fonts = usual_fonts();
  if (std::none_of(fonts.begin(), fonts.end(), [](const std::string& f) { return std::filesystem::exists(f); })) {
    WARN("no font is installed");
    return;
  }
  const bitmap french = draw_cover({"Le Courrier de Valbrune", "lundi 23 novembre", "2026-11-23"}, fonts);
  CHECK(french.rgb != bare.rgb);
  CHECK(write_jpeg_within(french, 64 * 1024).size() <= 64 * 1024);
  const bitmap endless = draw_cover({std::string(400, 'W'), "d", "2026-11-23"}, fonts);
  CHECK(dark_pixels(endless) > 5'000);
}
