// Every coroutine that outlives its caller lives in a task_group, so that nothing outlives what it points to. Stopping is two
// steps: please (total cancellation: loops finish their round and see it), then now (terminal).
#pragma once

#include "async/task.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>
#include <string>
#include <string_view>

namespace depeche {

// Use from the loop thread only. Destroy only after drain() has returned, or before the loop has run anything.
class task_group {
 public:
  explicit task_group(asio::any_io_executor loop);
  ~task_group();
  task_group(const task_group&) = delete;
  task_group& operator=(const task_group&) = delete;

  // Starts `work`. An exception that leaves it is logged under `name`; a cancellation is not. After drain() began, nothing
  // starts any more and the work is dropped.
  void spawn(std::string_view name, task<> work);

  std::size_t running() const { return members_.size(); }

  // Asks every member to stop (total), waits up to `patience`, then cuts (terminal) and waits for the last to end.
  task<> drain(std::chrono::milliseconds patience);

 private:
  struct member {
    std::string name;
    asio::cancellation_signal signal;
  };
  asio::any_io_executor loop_;
  std::list<member> members_;
  asio::steady_timer emptied_;
  bool draining_ = false;
};

// For loops in a group: true when the group asked to stop. Call after `reset_to_total` at the coroutine's start.
task<bool> stop_requested();

// Lets a coroutine see "please" as a flag (stop_requested) while its operations are cut only by "now".
task<> finish_rounds_on_stop();

}  // namespace depeche
