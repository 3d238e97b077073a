#include "picture/drawn_cover.hpp"

#include "base/utf8.hpp"
#include "picture/platform_picture.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace depeche {
namespace {

struct colour {
  std::uint8_t red, green, blue;
};

constexpr colour paper{246, 241, 231}, ink{34, 34, 38}, accent{163, 38, 32};
constexpr std::size_t margin = 48;
constexpr std::size_t text_width = cover_width - 2 * margin;

void blend(bitmap& on, long x, long y, colour c, unsigned strength) {
  if (x < 0 || y < 0 || x >= static_cast<long>(on.width) || y >= static_cast<long>(on.height)) return;
  std::uint8_t* pixel = on.at(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
  const std::uint8_t to[3] = {c.red, c.green, c.blue};
  for (std::size_t i = 0; i < 3; ++i) pixel[i] = static_cast<std::uint8_t>((to[i] * strength + pixel[i] * (255 - strength)) / 255);
}

void fill(bitmap& on, std::size_t x, std::size_t y, std::size_t width, std::size_t height, colour c) {
  for (std::size_t j = y; j < y + height; ++j)
    for (std::size_t i = x; i < x + width; ++i) blend(on, static_cast<long>(i), static_cast<long>(j), c, 255);
}

class typeface {
 public:
  static std::optional<typeface> open(const std::string& file) {
    typeface t;
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) return std::nullopt;
    t.library_.reset(library);
    FT_Face face = nullptr;
    if (FT_New_Face(library, file.c_str(), 0, &face) != 0) return std::nullopt;
    t.face_.reset(face);
    if ((face->face_flags & FT_FACE_FLAG_SCALABLE) == 0) return std::nullopt;
    return t;
  }

  bool has(std::string_view text) const {
    for (std::size_t pos = 0; pos < text.size();)
      if (const char32_t c = next_code_point(text, pos); c != ' ' && FT_Get_Char_Index(face_.get(), c) == 0) return false;
    return true;
  }

  // The largest size up to `largest` at which the text is no wider than the cover's text; text that is too long at the smallest loses its end.
  unsigned fit(std::string& text, unsigned largest, unsigned smallest) const {
    for (unsigned size = largest; size > smallest; size -= 2)
      if (width_of(text, size) <= static_cast<long>(text_width)) return size;
    while (width_of(text, smallest) > static_cast<long>(text_width)) text.resize(bytes_of_code_points(text, count_code_points(text) - 1));
    return smallest;
  }

  // Centred, standing on `baseline`.
  void draw(bitmap& on, std::string_view text, unsigned size, long baseline, colour c) const {
    long x = (static_cast<long>(on.width) - width_of(text, size)) / 2;
    for (std::size_t pos = 0; pos < text.size();) {
      if (FT_Load_Char(face_.get(), next_code_point(text, pos), FT_LOAD_RENDER) != 0) continue;
      const FT_GlyphSlot glyph = face_->glyph;
      for (unsigned row = 0; row < glyph->bitmap.rows; ++row)
        for (unsigned column = 0; column < glyph->bitmap.width; ++column)
          blend(on, x + glyph->bitmap_left + static_cast<long>(column), baseline - glyph->bitmap_top + static_cast<long>(row), c,
                glyph->bitmap.buffer[static_cast<std::size_t>(row) * static_cast<unsigned>(std::abs(glyph->bitmap.pitch)) + column]);
      x += glyph->advance.x / 64;
    }
  }

 private:
  struct closer {
    void operator()(FT_Library l) const { FT_Done_FreeType(l); }
    void operator()(FT_Face f) const { FT_Done_Face(f); }
  };

  long width_of(std::string_view text, unsigned size) const {
    FT_Set_Pixel_Sizes(face_.get(), 0, size);
    long width = 0;
    for (std::size_t pos = 0; pos < text.size();)
      if (FT_Load_Char(face_.get(), next_code_point(text, pos), FT_LOAD_DEFAULT) == 0) width += face_->glyph->advance.x / 64;
    return width;
  }

  std::unique_ptr<FT_LibraryRec_, closer> library_;
  std::unique_ptr<FT_FaceRec_, closer> face_;
};

// Seven strokes make a digit, as on a clock: top, upper left, upper right, middle, lower left, lower right, foot.
void draw_digit(bitmap& on, char digit, std::size_t x, std::size_t y, colour c) {
  constexpr std::array<unsigned, 10> strokes{0b1110111, 0b0100100, 0b1011101, 0b1101101, 0b0101110, 0b1101011, 0b1111011, 0b0100101, 0b1111111, 0b1101111};
  constexpr std::size_t wide = 84, half = 76, thick = 18;
  struct box {
    std::size_t x, y, width, height;
  };
  constexpr std::array<box, 7> places{box{0, 0, wide, thick}, {0, 0, thick, half + thick}, {wide - thick, 0, thick, half + thick}, {0, half, wide, thick},
                                      {0, half, thick, half + thick}, {wide - thick, half, thick, half + thick}, {0, 2 * half, wide, thick}};
  const unsigned lit = strokes[static_cast<std::size_t>(digit - '0')];
  for (std::size_t i = 0; i < places.size(); ++i)
    if ((lit >> i & 1U) != 0) fill(on, x + places[i].x, y + places[i].y, places[i].width, places[i].height, c);
}

// "2026-11-23" -> 23 | 11, in the middle.
void draw_day(bitmap& on, std::string_view day) {
  constexpr std::size_t step = 108, bar = 44;
  std::string digits;
  for (const std::size_t i : {8U, 9U, 5U, 6U})
    if (i < day.size() && day[i] >= '0' && day[i] <= '9') digits += day[i];
  if (digits.size() != 4) return;
  std::size_t x = (on.width - 4 * step - bar) / 2 + 12;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i == 2) {
      fill(on, x, 116, 6, 170, accent);
      x += bar;
    }
    draw_digit(on, digits[i], x, 116, ink);
    x += step;
  }
}

void draw_frame(bitmap& on) {
  fill(on, 0, 0, on.width, on.height, paper);
  fill(on, 0, 0, on.width, 14, accent);
  for (const std::size_t y : {std::size_t{52}, cover_height - 62}) {
    fill(on, margin, y, text_width, 4, ink);
    fill(on, margin, y + 8, text_width, 1, ink);
  }
}

}  // namespace

const std::vector<std::string>& usual_fonts() {
  static const std::vector<std::string> files = {
      "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",  "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
      "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
      "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
      "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
      "/usr/share/fonts/truetype/liberation/LiberationSerif-Bold.ttf"};
  return files;
}

bitmap draw_cover(const cover_words& words, const std::vector<std::string>& fonts) {
  bitmap cover(cover_width, cover_height);
  draw_frame(cover);
  std::string masthead = words.masthead, date = words.date;
  if (!masthead.empty())
    for (const std::string& file : fonts) {
      const auto face = typeface::open(file);
      if (!face || !face->has(masthead + date)) continue;
      const unsigned large = face->fit(masthead, 104, 36);
      face->draw(cover, masthead, large, 172 + static_cast<long>(large) / 3, ink);
      const unsigned small = face->fit(date, 40, 24);
      face->draw(cover, date, small, 290, accent);
      return cover;
    }
  draw_day(cover, words.day);
  return cover;
}

}  // namespace depeche
