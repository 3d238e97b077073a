// Mass sending (wechat-protocol 8.5): jobs that run by themselves, their quotas, and the memory of client ids.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"
#include "sandbox/account.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/draft_box.hpp"
#include "sandbox/job_orders.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace depeche::sandbox {

// To whom: everyone, those with a tag, or those listed.
struct mass_audience {
  std::optional<std::int64_t> tag;
  std::unordered_set<std::string> openids;
  bool everyone() const { return !tag && openids.empty(); }
};

enum class mass_state { waits_for_admin, waits, delivering, finished, deleted };

struct mass_job {
  std::int64_t msg_id = 0;
  std::int64_t msg_data_id = 0;
  chat_message message;   // what every phone is shown
  std::string draft;      // media_id of an mpnews
  std::shared_ptr<std::vector<article>> articles;  // ... and what became of it
  mass_audience to;
  bool even_reprints = false;  // send_ignore_reprint
  std::string client_id;
  timestamp at{};
  timestamp due{};
  mass_state state = mass_state::waits;
  mass_orders orders;
  std::uint32_t next = 0;  // phones before it were served
  std::int64_t total = 0, filtered = 0, sent = 0, failed = 0;
  // Of the check for originality: 1 no reprint, 2 a reprint that may be sent, 3 one that may not.
  int check_state() const;
  bool ended_well() const { return orders.status == "send success"; }
};

class mass_desk {
 public:
  mass_desk(const account& of, crowd& people, draft_box& drafts, const clock& time, random_source& random);

  mass_orders orders;  // of the jobs that come
  int speed = 0;

  struct submission {
    int errcode = 0;  // 45028, 45065 (msg_id is the existing job's)
    std::int64_t msg_id = 0, msg_data_id = 0;
  };
  submission submit(mass_job job);
  mass_job* find(std::int64_t msg_id);
  const std::deque<mass_job>& all() const { return jobs_; }
  // The administrator's answer. False when the job waits for none.
  bool confirm(std::int64_t msg_id, bool agreed);
  // Gone from the chats, where it can be taken back: articles and films.
  void remove(mass_job& job, std::size_t article_index);

  // The next job that is due, if any; it goes on by deliver_some.
  mass_job* due();
  std::optional<timestamp> next_due() const;
  // Delivers to up to `count` phones; true when the job is finished.
  bool deliver_some(mass_job& job, std::uint32_t count);

 private:
  bool has_quota(const mass_job& job) const;
  bool is_meant(const mass_job& job, const phone& person) const;

  const account& of_;
  crowd& people_;
  draft_box& drafts_;
  const clock& clock_;
  std::deque<mass_job> jobs_;
  std::int64_t next_id_;
};

}  // namespace depeche::sandbox
