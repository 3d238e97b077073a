// Bytes in an encoding that ICU knows -> UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depeche {

struct conversion {
  std::string text;
  std::size_t characters = 0;
  std::size_t bad = 0;  // replaced
};

// Empty for an encoding that ICU doesn't know.
conversion convert(std::string_view bytes, const std::string& converter_name);

bool is_charset(const std::string& converter_name);

}  // namespace depeche
