// Many fingerprints in little memory: a word that many texts have takes a byte or two instead of four, and a print one block instead of four.
#pragma once

#include "digest/near_duplicate.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace depeche {

// Not thread-safe. What it packed only it can unpack.
class print_shelf {
 public:
  std::string pack(const fingerprint& print);
  fingerprint unpack(std::string_view packed) const;

 private:
  std::uint32_t number_of(std::uint32_t hash);

  std::unordered_map<std::uint32_t, std::uint32_t> numbers_;  // of hashes, in the order of meeting: the frequent ones are small
  std::vector<std::uint32_t> hashes_;                         // by number
};

}  // namespace depeche
