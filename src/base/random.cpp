#include "base/random.hpp"

#include "base/encode.hpp"

#include <openssl/rand.h>

#include <cstring>
#include <stdexcept>

namespace depeche {

std::string secure_random::bytes(std::size_t n) {
  std::string out(n, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(n)) != 1)
    throw std::runtime_error("the system gives no random bytes");
  return out;
}

std::string seeded_random::bytes(std::size_t n) {
  std::string out(n, '\0');
  for (char& c : out) {
    // splitmix64: small, and the same on every machine.
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    c = static_cast<char>(static_cast<unsigned char>(z >> 56));
  }
  return out;
}

std::string random_word(random_source& random, std::size_t n) {
  return to_base64url(random.bytes((n * 6 + 7) / 8)).substr(0, n);
}

std::uint64_t random_below(random_source& random, std::uint64_t bound) {
  std::uint64_t value = 0;
  const std::string bytes = random.bytes(sizeof value);
  std::memcpy(&value, bytes.data(), sizeof value);
  return value % bound;
}

}  // namespace depeche
