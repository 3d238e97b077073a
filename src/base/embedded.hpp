// Files that the build puts into the program (cmake/embed.cmake), by their path relative to the folder they came from.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace depeche {

struct embedded_file {
  std::string_view path;
  std::string_view content;
};

// The content of `path`, or an empty view with a null pointer when it is not among the files.
inline std::string_view find_embedded(std::span<const embedded_file> files, std::string_view path) {
  for (const auto& f : files)
    if (f.path == path) return f.content;
  return {};
}

}  // namespace depeche
