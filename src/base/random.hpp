// The one source of chance. Rules take it as an argument, so that a test can say what falls.
#pragma once

#include <cstdint>
#include <string>

namespace depeche {

class random_source {
 public:
  virtual ~random_source() = default;
  // n bytes fit for keys and tokens.
  virtual std::string bytes(std::size_t n) = 0;
};

// OpenSSL's generator. Thread-safe; throws when the system has no entropy.
class secure_random final : public random_source {
 public:
  std::string bytes(std::size_t n) override;
};

// The same bytes for the same seed. For tests only.
class seeded_random final : public random_source {
 public:
  explicit seeded_random(std::uint64_t seed) : state_(seed) {}
  std::string bytes(std::size_t n) override;

 private:
  std::uint64_t state_;
};

// An unguessable word of n characters of a-z, A-Z, 0-9, - and _ (6 bits each).
std::string random_word(random_source& random, std::size_t n);
// A number in [0, bound); bound > 0.
std::uint64_t random_below(random_source& random, std::uint64_t bound);

}  // namespace depeche
