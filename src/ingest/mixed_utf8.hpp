// Text that is UTF-8 in the main, with pieces in another encoding: what people paste, and what is put together from several sources.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depeche {

// How much of the bytes is UTF-8 beyond ASCII, and how much breaks it.
struct utf8_census {
  std::size_t sequences = 0;
  std::size_t han = 0;  // of them those of Chinese and Japanese, three bytes each: no other encoding gives many of them by chance
  std::size_t bad = 0;

  // Sequences don't come about by chance: whoever says that this is another encoding is wrong.
  bool is_utf8() const { return sequences > 4 * bad || (han >= 10 && 3 * han > bad); }
};

utf8_census count_utf8(std::string_view bytes);

// Well-formed UTF-8: what is none is read as windows-1252 or, in a Chinese text, as gbk.
std::string mended_utf8(std::string_view bytes, const utf8_census& census);

}  // namespace depeche
