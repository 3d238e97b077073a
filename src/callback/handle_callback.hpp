// JOURNEY 1 for one account: verify -> decrypt -> parse -> inbox -> dispatch -> reply -> encrypt.
#pragma once

#include "async/task.hpp"
#include "async/task_group.hpp"
#include "base/random.hpp"
#include "callback/dispatch.hpp"
#include "callback/inbox.hpp"
#include "callback/open_callback.hpp"
#include "callback/recorder.hpp"
#include "callback/replay_guard.hpp"
#include "net/http_message.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>

namespace depeche {

// Counted for metrics; by name of errc for refusals.
struct callback_counts {
  std::uint64_t verified = 0;   // GETs
  std::uint64_t handled = 0;    // new messages
  std::uint64_t repeated = 0;   // retries that got the stored reply
  std::uint64_t late = 0;       // answered "on its way", then by customer message
  std::uint64_t failed = 0;     // our own failures: answered 500, the platform retries
  std::map<errc, std::uint64_t> refused;
};

struct callback_limits {
  // When the "on its way" text goes out: a second before the platform gives up.
  std::chrono::milliseconds answer_within{4'000};
  // When an event whose answer is not ready goes to disk ahead of it.
  std::chrono::milliseconds keep_after{50};
};

// Loop thread only; outlives its requests.
class callback_handler {
 public:
  callback_handler(asio::any_io_executor loop, callback_secrets secrets, callback_account account, inbox& box,
                   command_parts& with, random_source& random, task_group& group, callback_limits limits = {});

  task<http_response> verify(http_request request);
  task<http_response> receive(http_request request);
  // An event that a crash left unsettled (inbox::open): its effects are made to hold, and a retry gets the reply.
  task<> make_up(std::shared_ptr<inbox_entry> entry);

  // Every authentic callback goes there with its answer. The recorder outlives this.
  void record_to(callback_recorder* recorder) { recorder_ = recorder; }

  const callback_counts& counts() const { return counts_; }
  const std::string& name() const { return secrets_.account; }

 private:
  struct exchange;
  http_response refuse(const error& why, const http_request& request);
  task<http_response> answer_to(std::shared_ptr<exchange> one);
  task<http_response> answer_and_record(std::shared_ptr<exchange> one);
  task<> settle_reply_to(std::shared_ptr<exchange> one);
  task<> handle(std::shared_ptr<exchange> one);

  asio::any_io_executor loop_;
  callback_secrets secrets_;
  callback_account account_;
  inbox& inbox_;
  command_parts& with_;
  random_source& random_;
  task_group& group_;
  callback_limits limits_;
  replay_guard replays_;
  callback_recorder* recorder_ = nullptr;
  callback_counts counts_;
};

}  // namespace depeche
