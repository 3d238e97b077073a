#include "picture/platform_picture.hpp"

#include "picture/read_picture.hpp"
#include "picture/write_jpeg.hpp"

#include <algorithm>

namespace depeche {

result<platform_picture> make_platform_picture(std::string_view bytes, std::size_t max_bytes) {
  constexpr std::size_t smallest_side = 80;
  auto read = read_picture(bytes, article_picture_width);
  if (read.has_error()) return read.error();
  if (read->width < smallest_side || read->height < smallest_side) return fail(errc::invalid_argument, "a picture too small to be shown");
  platform_picture out;
  const bitmap shape = crop_to_shape(*read, cover_width, cover_height);
  out.cover = write_jpeg_within(resize(shape, cover_width, cover_height), max_bytes);
  if (read->width > article_picture_width)
    *read = resize(*read, article_picture_width, std::max<std::size_t>(1, read->height * article_picture_width / read->width));
  out.shown = write_jpeg_within(std::move(*read), max_bytes);
  return out;
}

}  // namespace depeche
