// Brings the write-ahead log back into the database file beside the writing. SQLite's own automatic checkpoint runs inside a commit:
// whoever waits for that commit waits for megabytes of pages and an fsync of the main file, tens of milliseconds. Here a thread of
// its own copies nearly all of them; the writer's share is the last few pages, after which the log starts again at its front.
// Source: https://www.sqlite.org/wal.html, "Checkpointing" and "Avoiding Excessively Large WAL Files".
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace depeche {

class connection;

class checkpointer {
 public:
  // `own` is this thread's connection; `writer` belongs to the calling thread, gives up its automatic checkpoints, and must outlive this.
  checkpointer(std::unique_ptr<connection> own, connection& writer);
  ~checkpointer();  // waits for a copy that runs
  checkpointer(const checkpointer&) = delete;
  checkpointer& operator=(const checkpointer&) = delete;

  // On the writer's thread, outside a transaction, after each commit: starts a copy when the log is long, ends one that was made.
  void after_commit();

 private:
  enum class stage { idle, asked, copied, closing };
  void copy_loop();
  void finish();

  std::unique_ptr<connection> own_;
  connection& writer_;
  int log_pages_ = 0;  // after the last commit, as SQLite tells the writer
  int pages_before_ = 0;
  int next_copy_at_ = 0;
  std::atomic<stage> stage_{stage::idle};
  std::mutex guard_;
  std::condition_variable changed_;
  std::thread copying_;
};

}  // namespace depeche
