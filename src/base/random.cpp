#include "base/random.hpp"

#include "base/encode.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace depeche {

namespace {

void fill(char* to, std::size_t n) {
  if (RAND_bytes(reinterpret_cast<unsigned char*>(to), static_cast<int>(n)) != 1)
    throw std::runtime_error("the system gives no random bytes");
}

// A call of OpenSSL's generator costs the same for 16 bytes and for 500: a thread fetches some ahead, and wipes what it gives out.
class stock {
 public:
  static constexpr std::size_t largest_order = 64;

  std::string take(std::size_t n) {
    if (left_ < n) {
      left_ = 0;  // were it to throw, nothing is given out twice
      fill(bytes_.data(), bytes_.size());
      left_ = bytes_.size();
    }
    char* const from = bytes_.data() + (left_ - n);
    std::string out(from, n);
    OPENSSL_cleanse(from, n);
    left_ -= n;
    return out;
  }

 private:
  std::array<char, 512> bytes_{};
  std::size_t left_ = 0;
};

}  // namespace

std::string secure_random::bytes(std::size_t n) {
  thread_local stock ahead;
  if (n <= stock::largest_order) return ahead.take(n);
  std::string out(n, '\0');
  fill(out.data(), n);
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
