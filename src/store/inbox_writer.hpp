// The thread that brings the inbox to disk: what was queued while it wrote is written by one call and made durable by one fdatasync.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"
#include "store/inbox_file.hpp"
#include "store/inbox_store.hpp"
#include "store/work_queue.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace depeche {

class inbox_writer {
 public:
  using refusal = std::optional<error>;  // nothing: it is durable
  // Who waits for the outcome.
  class waiter {
   public:
    virtual ~waiter() = default;
    virtual void resume(refusal outcome) = 0;  // once
  };
  struct item {
    std::shared_ptr<const inbox_row> row;  // nobody may change it meanwhile
    inbox_record::kind what{};
    inbox_place place;        // an item of another file than the last one's begins that file
    std::int64_t answers = 0;
    std::unique_ptr<waiter> waiting;  // none: a failure is logged
  };

  // `owner`: where waiters are resumed; its context must outlive this.
  inbox_writer(std::string folder, asio::any_io_executor owner);
  ~inbox_writer();  // writes what is queued

  void put(item one);
  // The file that may not be written any more, after a failure; 0: none so far.
  std::uint32_t broken_file() const { return broken_.load(std::memory_order_acquire); }

  // The entry that an item becomes.
  static inbox_record record_of(const inbox_row& row, inbox_record::kind what, std::int64_t answers);

 private:
  void write_loop();
  // One file's share of a group.
  refusal write_run(const std::vector<item>& group, std::size_t from, std::size_t to);
  void deliver(std::vector<item> group, std::vector<refusal> outcomes);

  std::string folder_;
  asio::any_io_executor owner_;
  work_queue<item> queue_;
  std::optional<inbox_output> file_;  // the writing thread's
  std::string bytes_;                 // likewise
  std::atomic<std::uint32_t> broken_{0};
  std::thread writing_;
};

}  // namespace depeche
