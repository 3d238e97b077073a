// When a thread that commits for others begins its next group.
#pragma once

#include <algorithm>
#include <chrono>

namespace depeche {

// How long a job that nobody waits for waits for one to share its commit with: a commit costs more than what is in it.
inline constexpr std::chrono::milliseconds unhurried_patience{100};

// A group costs the disk and the kernel nearly the same for one job as for a hundred. Under load the next one begins no sooner than
// eight times what the last took, so that groups grow with the load instead of the threads fighting for the processor; and nobody
// waits longer than five milliseconds for it, on a slow disk either.
class commit_pace {
 public:
  using clock = std::chrono::steady_clock;
  void begin() { began_ = clock::now(); }
  void end() { next_ = began_ + std::min<clock::duration>(8 * (clock::now() - began_), std::chrono::milliseconds{5}); }
  clock::time_point next() const { return next_; }

 private:
  clock::time_point began_{}, next_{};
};

}  // namespace depeche
