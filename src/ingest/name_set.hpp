// A set of names known when the program is built, asked so often that a walk over all of them would show.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace depeche {

// `n` names of lower case letters and digits, in alphabetical order.
template <std::size_t n>
class name_set {
 public:
  consteval explicit name_set(const std::string_view (&names)[n]) {
    static_assert(n < 256);
    for (std::size_t i = 0; i < n; ++i) {
      names_[i] = names[i];
      if (i > 0 && !(names[i - 1] < names[i])) throw "the names are not in order";
      const auto letter = static_cast<std::size_t>(names[i].front() - 'a');
      if (end_[letter] == 0) begin_[letter] = static_cast<std::uint8_t>(i);
      end_[letter] = static_cast<std::uint8_t>(i + 1);
    }
  }

  constexpr bool contains(std::string_view name) const {
    if (name.empty() || name.front() < 'a' || name.front() > 'z') return false;
    const auto letter = static_cast<std::size_t>(name.front() - 'a');
    for (std::size_t i = begin_[letter]; i < end_[letter]; ++i)
      if (names_[i] == name) return true;
    return false;
  }

 private:
  std::array<std::string_view, n> names_{};
  std::array<std::uint8_t, 26> begin_{}, end_{};
};

}  // namespace depeche
