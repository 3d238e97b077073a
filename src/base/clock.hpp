// The one clock. Every rule that depends on time takes a `const clock&` or a `timestamp`; nobody calls the system's clock
// directly, so that tests and the sandbox can drive the day. Time limits on I/O are not of this clock: they are real.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

namespace depeche {

// A point in time, UTC, in milliseconds since 1970. Kept in the database as that integer.
using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

inline std::int64_t to_unix_ms(timestamp t) { return t.time_since_epoch().count(); }
inline timestamp from_unix_ms(std::int64_t ms) { return timestamp{std::chrono::milliseconds{ms}}; }
inline std::int64_t to_unix_seconds(timestamp t) {
  return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}
inline timestamp from_unix_seconds(std::int64_t s) { return timestamp{std::chrono::seconds{s}}; }

class clock {
 public:
  virtual ~clock() = default;
  virtual timestamp now() const = 0;
};

class system_clock final : public clock {
 public:
  timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

// A clock that stands still until told otherwise. For unit tests. Thread-safe.
class manual_clock final : public clock {
 public:
  explicit manual_clock(timestamp start) : now_(to_unix_ms(start)) {}
  timestamp now() const override { return from_unix_ms(now_.load()); }
  void set(timestamp t) { now_ = to_unix_ms(t); }
  void advance(std::chrono::milliseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_;
};

// The system's clock moved by an offset: it runs, and can be moved forward or back. The sandbox and the demo use it; whoever
// waits for a time registers with on_shift to look again when it jumps. Thread-safe; listeners run on the shifting thread.
class shiftable_clock final : public clock {
 public:
  timestamp now() const override { return system_.now() + std::chrono::milliseconds{offset_ms_.load()}; }
  std::chrono::milliseconds offset() const { return std::chrono::milliseconds{offset_ms_.load()}; }
  void shift(std::chrono::milliseconds by);
  void set(timestamp t);
  void on_shift(std::function<void()> listener);

 private:
  system_clock system_;
  std::atomic<std::int64_t> offset_ms_{0};
  std::mutex mutex_;
  std::vector<std::function<void()>> listeners_;
};

}  // namespace depeche
