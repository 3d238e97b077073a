// Mass sending (wechat-protocol 8.5): jobs that run by themselves, their quotas, and the memory of client ids.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"
#include "sandbox/account.hpp"
#include "sandbox/crowd.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace depeche::sandbox {

struct mass_job {
  std::int64_t msg_id = 0;
  std::shared_ptr<const std::string> content;
  std::string client_id;
  timestamp at{};
  bool finished = false;
  std::int64_t total = 0, filtered = 0, sent = 0, failed = 0;
};

class mass_desk {
 public:
  mass_desk(const account& of, crowd& people, const clock& time, random_source& random);

  struct submission {
    int errcode = 0;  // 45028, 45065 (msg_id is the existing job's)
    std::int64_t msg_id = 0;
  };
  // Takes a job for every follower; `begin` is told when there is work.
  submission submit(std::string content, std::string client_id);
  const mass_job* find(std::int64_t msg_id) const;

  // The next job that waits, if any; it goes on by deliver_some.
  mass_job* waiting();
  // Delivers to up to `count` phones from `next` on; true when the job is finished.
  bool deliver_some(mass_job& job, std::uint32_t& next, std::uint32_t count);

 private:
  bool has_quota() const;

  const account& of_;
  crowd& people_;
  const clock& clock_;
  std::deque<mass_job> jobs_;
  std::int64_t next_id_;
};

}  // namespace depeche::sandbox
