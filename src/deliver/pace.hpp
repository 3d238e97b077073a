// Holds a push back while the platform as a whole is in trouble: a row of failures without a success between them says more about
// the platform than about the recipients. Pure.
#pragma once

#include "base/clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace depeche {

class pace {
 public:
  // `in_flight`: requests that may fail together without saying anything new.
  explicit pace(std::size_t in_flight) : limit_(std::max<std::size_t>(8, in_flight)) {}

  void success() {
    in_a_row_ = 0;
    pauses_ = 0;
  }
  // True when the push should pause now.
  bool trouble() {
    if (++in_a_row_ < limit_) return false;
    in_a_row_ = 0;
    ++pauses_;
    return true;
  }
  // 30 s, doubled with each pause that no success ended, at most ten minutes.
  std::chrono::milliseconds pause() const {
    return std::min<std::chrono::milliseconds>(std::chrono::seconds{15 << std::min(pauses_, 6)}, std::chrono::minutes{10});
  }

 private:
  std::size_t limit_;
  std::size_t in_a_row_ = 0;
  int pauses_ = 0;
};

}  // namespace depeche
