// Works off the rows of one push and way: claims them in groups, keeps requests in flight, settles results in groups. The next group
// is claimed while the present one is in flight, so that the pipe never drains.
//
//   claimed -> queue -> in flight -> results -> settled
//                ^          |
//                +-- back-off (stays at intent; given back as planned when the push pauses or stops)
#pragma once

#include "async/alarm.hpp"
#include "async/task_group.hpp"
#include "deliver/pace.hpp"
#include "deliver/retry_policy.hpp"
#include "deliver/way.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace depeche {

struct delivery_statistics;

struct worker_parts {
  asio::any_io_executor loop;
  ledger_store& ledger;
  const clock& time;
  std::size_t concurrency;
  pace& holding_back;
  delivery_statistics& counts;
};

class ledger_worker {
 public:
  using sender = std::function<task<wechat::api_result<void>>(const claimed_delivery&)>;
  ledger_worker(worker_parts parts, push_id push, std::string_view way, sender send);

  task<result<progress>> run();
  void look_again() { bell_.ring(); }
  void stop();

 private:
  struct recipient {
    claimed_delivery who;
    int attempts = 0;
  };

  task<> keep_pipe_full();
  task<> claim_more();
  void fit_group_size();
  task<> lane();
  task<> settle(std::vector<settled_delivery> batch);
  task<result<void>> settle_rest();
  void start_lanes();
  void start_settling();
  void release_due();
  void record(recipient to, const wechat::api_result<void>& outcome);
  void react(recipient to, const wechat::api_failure& why);
  void note(settled_delivery row);
  void note_trouble(const std::string& reason);
  void pause_until(timestamp t, std::string problem);
  bool halted() const { return stopping_ || pause_ || trouble_; }
  bool idle() const;
  timestamp next_look() const;

  worker_parts with_;
  push_id push_;
  std::string way_;
  sender send_;
  const std::size_t least_group_;
  std::size_t group_size_;  // rows that are claimed together; half of them are settled together
  std::size_t last_claimed_ = 0;
  timestamp claimed_at_{};
  subscriber_id claimed_up_to_{};
  alarm bell_;
  task_group lanes_;

  std::deque<recipient> queue_;
  std::multimap<timestamp, recipient> backing_off_;
  std::vector<settled_delivery> results_;
  timestamp oldest_result_{};
  std::size_t in_flight_ = 0;
  std::size_t settling_ = 0;
  bool exhausted_ = false;
  bool stopping_ = false;
  std::optional<timestamp> pause_;
  std::string problem_;
  std::optional<error> trouble_;
};

}  // namespace depeche
