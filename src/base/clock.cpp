#include "base/clock.hpp"

namespace depeche {

void shiftable_clock::shift(std::chrono::milliseconds by) {
  offset_ms_ += by.count();
  std::vector<std::function<void()>> listeners;
  {
    std::lock_guard lock(mutex_);
    listeners = listeners_;
  }
  for (const auto& tell : listeners) tell();
}

void shiftable_clock::set(timestamp t) { shift(t - now()); }

void shiftable_clock::on_shift(std::function<void()> listener) {
  std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

}  // namespace depeche
