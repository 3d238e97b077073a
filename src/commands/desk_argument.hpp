// What an editor writes behind a command about articles: an address or numbers, marks, and an edition's name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace depeche {

struct desk_argument {
  std::string address;                // of an article; may be empty
  std::vector<std::int64_t> numbers;  // in order
  std::string edition;                // may be empty
  bool now = false;                   // "now", "maintenant", "立即": quiet hours or not
  bool good = true;                   // false: something stands there that is none of these
};
desk_argument read_desk_argument(const std::string& argument);

}  // namespace depeche
