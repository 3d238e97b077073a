// What callers leave for a thread to do: a vector that the thread takes whole. Waking costs a system call, so a thread is woken
// once for what is hurried, and left to come by itself, a moment later, for what is not.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

namespace depeche {

template <class T>
class work_queue {
 public:
  void put(T item, bool hurried) {
    bool wake = false;
    {
      std::lock_guard lock(mutex_);
      wake = hurried ? !hurried_ : waiting_.empty();
      hurried_ = hurried_ || hurried;
      waiting_.push_back(std::move(item));
    }
    if (wake) arrived_.notify_one();
  }

  // Waits for work and takes it all, in order. Empty only after close(). Hurried work waits until `not_before` as well, so that a busy
  // thread takes larger batches; `enough` items end that wait.
  std::vector<T> take(std::chrono::milliseconds patience, std::chrono::steady_clock::time_point not_before = {},
                      std::size_t enough = 256) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
    if (!closed_ && !hurried_) arrived_.wait_for(lock, patience, [&] { return closed_ || hurried_; });
    if (std::chrono::steady_clock::now() < not_before)
      arrived_.wait_until(lock, not_before, [&] { return closed_ || waiting_.size() >= enough; });
    hurried_ = false;
    return std::exchange(waiting_, {});
  }

  // What is queued is still handed out.
  void close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    arrived_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<T> waiting_;
  bool hurried_ = false;
  bool closed_ = false;
};

}  // namespace depeche
