// The files of a watched folder, as the operating system has them. Blocking: for the pool.
#pragma once

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct folder_file {
  std::string name;
  std::uint64_t bytes = 0;
  std::int64_t changed = 0;  // nanoseconds, of the file system's own clock
  friend auto operator<=>(const folder_file&, const folder_file&) = default;
};

// The regular files that are meant for us, by name: not hidden ones, not those that programs write before they rename them (.tmp, .part,
// ~), no links. At most `most`. Makes the folder, and done/ and failed/ in it, where they are missing. Fails with io_failed.
result<std::vector<folder_file>> list_folder(const std::string& folder, std::size_t most);

// The whole file, if it is still as it was listed. Fails with not_found when it is not, with too_large, with io_failed.
result<std::string> read_listed(const std::string& folder, const folder_file& file, std::size_t largest);

// Moves it into done/ or failed/, beside an earlier one of its name; a problem is written beside it. Fails with io_failed.
result<void> put_away(const std::string& folder, const std::string& name, std::string_view into, std::string_view problem);

}  // namespace depeche
