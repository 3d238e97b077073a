#include "sandbox/mass_desk.hpp"

#include "sandbox/china_time.hpp"

#include <algorithm>

namespace depeche::sandbox {

using namespace std::chrono_literals;

// Ids beyond 2^53, as the platform's are.
mass_desk::mass_desk(const account& of, crowd& people, const clock& time, random_source& random)
    : of_(of), people_(people), clock_(time),
      next_id_(std::int64_t{3'147'483'000'000'000'001} + static_cast<std::int64_t>(random_below(random, 1'000'000'000))) {}

// Subscription accounts: one a day. Service accounts, to everyone: one a day and four a month.
bool mass_desk::has_quota() const {
  const auto now = clock_.now();
  std::int64_t today = 0, month = 0;
  for (const auto& job : jobs_) {
    today += china_day(job.at) == china_day(now);
    month += china_month(job.at) == china_month(now);
  }
  return today < 1 && (of_.kind != profile::service || month < 4);
}

mass_desk::submission mass_desk::submit(std::string content, std::string client_id) {
  if (client_id.empty()) client_id = "content " + content;  // the platform's default is a digest of range and content
  for (const auto& job : jobs_)
    if (job.client_id == client_id && clock_.now() - job.at < 24h) return {45065, job.msg_id};
  if (!has_quota()) return {45028, 0};
  mass_job& made = jobs_.emplace_back();
  made.msg_id = next_id_++;
  made.content = std::make_shared<const std::string>(std::move(content));
  made.client_id = std::move(client_id);
  made.at = clock_.now();
  return {0, made.msg_id};
}

const mass_job* mass_desk::find(std::int64_t msg_id) const {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const mass_job& job) { return job.msg_id == msg_id; });
  return found == jobs_.end() ? nullptr : &*found;
}

mass_job* mass_desk::waiting() {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [](const mass_job& job) { return !job.finished; });
  return found == jobs_.end() ? nullptr : &*found;
}

bool mass_desk::deliver_some(mass_job& job, std::uint32_t& next, std::uint32_t count) {
  constexpr int per_month = 4;  // what one follower of a service account may get
  const auto month = china_month(clock_.now());
  for (std::uint32_t i = 0; i < count; ++i) {
    phone* to = people_.find(next + 1);
    if (to == nullptr) {
      job.finished = true;
      return true;
    }
    ++next;
    if (!to->following) continue;
    ++job.total;
    if (!to->receives) continue;
    ++job.filtered;
    if (to->mass_month != month) to->mass_received = 0;
    to->mass_month = month;
    if (of_.kind == profile::service && to->mass_received >= per_month) {
      ++job.failed;
      continue;
    }
    ++to->mass_received;
    ++job.sent;
    chat_message message;
    message.way = "mass";
    message.content = job.content;
    people_.show(*to, std::move(message));
  }
  return false;
}

}  // namespace depeche::sandbox
