#include "store/checkpointer.hpp"

#include "base/log.hpp"
#include "store/connection.hpp"

#include <fmt/format.h>

namespace depeche {
namespace {

constexpr int long_log = 1000;   // pages, 4 MB
constexpr int short_rest = 64;   // pages that the writer may copy itself: a millisecond's work
constexpr int rounds = 4;        // of copying, each shorter than the one before unless the disk can't keep up
constexpr int next_try = 250;    // pages: when a read kept the log from starting again

struct progress {
  int pages = 0;   // in the log
  int copied = 0;  // of these
};

// PASSIVE: as much as can be copied without waiting for a reader or the writer.
progress copy(connection& c) {
  progress p;
  const int code = sqlite3_wal_checkpoint_v2(c.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &p.pages, &p.copied);
  if (code != SQLITE_OK && code != SQLITE_BUSY)
    log_error("store", fmt::format("the write-ahead log could not be copied into {}: {} (tried again after the next writes)", c.file(),
                                   sqlite3_errmsg(c.handle())));
  return p;
}

int keep_length(void* into, sqlite3*, const char*, int pages) {
  *static_cast<int*>(into) = pages;
  return SQLITE_OK;
}

}  // namespace

checkpointer::checkpointer(std::unique_ptr<connection> own, connection& writer)
    : own_(std::move(own)), writer_(writer), next_copy_at_(long_log) {
  sqlite3_wal_autocheckpoint(own_->handle(), 0);
  sqlite3_wal_hook(writer_.handle(), keep_length, &log_pages_);  // takes the place of the automatic checkpoint
  copying_ = std::thread([this] { copy_loop(); });
}

checkpointer::~checkpointer() {
  {
    const std::lock_guard hold(guard_);
    stage_ = stage::closing;
  }
  changed_.notify_one();
  copying_.join();
  sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
}

void checkpointer::after_commit() {
  if (log_pages_ < pages_before_) next_copy_at_ = long_log;  // it started again
  pages_before_ = log_pages_;
  const stage now = stage_.load();
  if (now == stage::copied) {
    finish();
  } else if (now == stage::idle && log_pages_ >= next_copy_at_) {
    {
      const std::lock_guard hold(guard_);
      stage_ = stage::asked;
    }
    changed_.notify_one();
  }
}

// The log starts again with the next write if everything is copied and nobody reads from it. Else there is another try soon.
void checkpointer::finish() {
  next_copy_at_ = copy(writer_).pages + next_try;
  stage_ = stage::idle;
}

void checkpointer::copy_loop() {
  std::unique_lock hold(guard_);
  for (;;) {
    changed_.wait(hold, [this] { return stage_ == stage::asked || stage_ == stage::closing; });
    if (stage_ == stage::closing) return;
    hold.unlock();
    for (int round = 0; round < rounds; ++round)
      if (const progress p = copy(*own_); p.pages - p.copied <= short_rest) break;
    hold.lock();
    if (stage_ == stage::asked) stage_ = stage::copied;
  }
}

}  // namespace depeche
