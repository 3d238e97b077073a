#include "sandbox/mass_desk.hpp"

#include "sandbox/china_time.hpp"
#include "sandbox/tag_book.hpp"

#include <algorithm>

namespace depeche::sandbox {

using namespace std::chrono_literals;

// Ids beyond 2^53, as the platform's are.
mass_desk::mass_desk(const account& of, crowd& people, draft_box& drafts, const clock& time, random_source& random)
    : of_(of), people_(people), drafts_(drafts), clock_(time),
      next_id_(std::int64_t{3'147'483'000'000'000'001} + static_cast<std::int64_t>(random_below(random, 1'000'000'000))) {}

// Subscription accounts: one a day, to all or to a tag. Service accounts: to everyone one a day and four a month; else what each
// follower may get.
bool mass_desk::has_quota(const mass_job& job) const {
  const bool service = of_.kind == profile::service;
  if (service && !job.to.everyone()) return true;
  const auto now = clock_.now();
  std::int64_t today = 0, month = 0;
  for (const auto& other : jobs_) {
    if (service && !other.to.everyone()) continue;
    if (other.state == mass_state::finished && !other.ended_well()) continue;  // only what succeeded counts
    today += china_day(other.at) == china_day(now);
    month += china_month(other.at) == china_month(now);
  }
  return today < 1 && (!service || month < 4);
}

int mass_job::check_state() const {
  if (orders.reprints.empty()) return orders.status == "err(30003)" ? 3 : 1;
  const bool all_allowed = std::all_of(orders.reprints.begin(), orders.reprints.end(), [](const reprint& one) { return one.allowed; });
  return all_allowed ? 2 : 3;
}

namespace {

// The check comes before the sending: it stops what may not be reprinted, and what may be unless the caller wished to go on.
void check_originality(mass_job& job) {
  const std::size_t articles = job.message.cards && !job.draft.empty() ? job.message.cards->size() : 0;
  std::erase_if(job.orders.reprints, [articles](const reprint& one) { return static_cast<std::size_t>(one.article) > articles; });
  if (!job.ended_well() || job.orders.reprints.empty()) return;
  if (job.check_state() == 3) job.orders.status = "err(30002)";
  else if (!job.even_reprints) job.orders.status = "err(30003)";
}

}  // namespace

mass_desk::submission mass_desk::submit(mass_job job) {
  for (const auto& other : jobs_)
    if (other.client_id == job.client_id && clock_.now() - other.at < 24h) return {45065, other.msg_id, 0};
  if (!has_quota(job)) return {45028, 0, 0};
  job.msg_id = next_id_++;
  if (!job.draft.empty()) job.msg_data_id = job.msg_id % 4'294'967'291 + 2'247'000'000;
  job.orders = orders;
  check_originality(job);
  job.at = clock_.now();
  job.message.job = job.msg_id;
  const bool asks = orders.confirmation && job.to.everyone();
  job.state = asks ? mass_state::waits_for_admin : mass_state::waits;
  job.due = job.at + (asks ? 30min : orders.delay);
  jobs_.push_back(std::move(job));
  return {0, jobs_.back().msg_id, jobs_.back().msg_data_id};
}

mass_job* mass_desk::find(std::int64_t msg_id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const mass_job& job) { return job.msg_id == msg_id; });
  return found == jobs_.end() ? nullptr : &*found;
}

bool mass_desk::confirm(std::int64_t msg_id, bool agreed) {
  auto* job = find(msg_id);
  if (job == nullptr || job->state != mass_state::waits_for_admin) return false;
  job->state = mass_state::waits;
  job->due = clock_.now() + (agreed ? job->orders.delay : 0ms);
  if (!agreed) job->orders.status = "err(40001)";
  return true;
}

void mass_desk::remove(mass_job& job, std::size_t article_index) {
  bool all_gone = true;
  if (job.articles)
    for (std::size_t i = 0; i < job.articles->size(); ++i) {
      auto& one = (*job.articles)[i];
      one.deleted = one.deleted || article_index == 0 || i + 1 == article_index;
      all_gone = all_gone && one.deleted;
    }
  if (all_gone) job.state = mass_state::deleted;
}

mass_job* mass_desk::due() {
  const auto now = clock_.now();
  for (auto& job : jobs_) {
    if (job.state == mass_state::delivering) return &job;
    if (job.state == mass_state::waits_for_admin && job.due <= now) {
      job.orders.status = "err(40002)";  // the administrator did not answer within half an hour
      return &job;
    }
    if (job.state == mass_state::waits && job.due <= now) return &job;
  }
  return nullptr;
}

std::optional<timestamp> mass_desk::next_due() const {
  std::optional<timestamp> next;
  for (const auto& job : jobs_)
    if ((job.state == mass_state::waits || job.state == mass_state::waits_for_admin) && (!next || job.due < *next)) next = job.due;
  return next;
}

bool mass_desk::is_meant(const mass_job& job, const phone& person) const {
  if (!person.following) return false;
  if (job.to.tag) return has_tag(person, *job.to.tag);
  return job.to.openids.empty() || job.to.openids.contains(std::string(person.openid()));
}

bool mass_desk::deliver_some(mass_job& job, std::uint32_t count) {
  constexpr int per_month = 4;  // what one follower of a service account may get
  const auto month = china_month(clock_.now());
  if (job.state != mass_state::delivering && job.ended_well() && !job.draft.empty()) {
    const auto* from = drafts_.find(job.draft);
    if (from == nullptr) {
      job.orders.status = "send fail";  // the draft was deleted while the job waited
    } else {
      job.articles = drafts_.publish(*from);
      auto cards = std::make_shared<std::vector<chat_card>>(*job.message.cards);
      for (std::size_t i = 0; i < cards->size() && i < job.articles->size(); ++i) {
        auto& url = (*cards)[i].url;
        url = url.substr(0, url.rfind('/') + 1) + (*job.articles)[i].key;
      }
      job.message.url = cards->front().url;
      job.message.cards = cards;
      drafts_.remove(job.draft);
    }
  }
  job.state = mass_state::delivering;
  for (std::uint32_t i = 0; i < count; ++i) {
    phone* to = people_.find(job.next + 1);
    if (to == nullptr) {
      job.state = mass_state::finished;
      return true;
    }
    ++job.next;
    if (!is_meant(job, *to)) continue;
    ++job.total;
    if (!to->receives || to->blacklisted) continue;
    ++job.filtered;
    if (!job.ended_well()) continue;
    if (to->mass_month != month) to->mass_received = 0;
    to->mass_month = month;
    if (of_.kind == profile::service && to->mass_received >= per_month) {
      ++job.failed;
      continue;
    }
    ++to->mass_received;
    ++job.sent;
    people_.show(*to, job.message);
  }
  return false;
}

}  // namespace depeche::sandbox
