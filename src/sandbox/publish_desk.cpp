#include "sandbox/publish_desk.hpp"

#include <algorithm>

namespace depeche::sandbox {

bool publication::is_gone() const {
  return std::all_of(articles->begin(), articles->end(), [](const article& a) { return a.deleted; });
}

// Ids beyond 2^32, as strings in every answer.
publish_desk::publish_desk(draft_box& drafts, const clock& time, random_source& random)
    : drafts_(drafts), clock_(time), random_(random),
      next_id_(std::int64_t{2'247'483'647} + static_cast<std::int64_t>(random_below(random, 1'000'000'000))) {}

const publish_job& publish_desk::submit(std::string media_id) {
  publish_job job;
  job.publish_id = next_id_++;
  job.msg_data_id = 2'247'000'000 + job.publish_id;
  job.media_id = std::move(media_id);
  job.due = clock_.now() + orders.delay;
  job.orders = orders;
  return jobs_.emplace_back(std::move(job));
}

const publish_job* publish_desk::find(std::int64_t publish_id) const {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const publish_job& job) { return job.publish_id == publish_id; });
  return found == jobs_.end() ? nullptr : &*found;
}

const publish_job* publish_desk::end_one() {
  const auto now = clock_.now();
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [now](const publish_job& job) { return job.status == 1 && job.due <= now; });
  if (found == jobs_.end()) return nullptr;
  const auto* from = drafts_.find(found->media_id);
  found->status = from == nullptr ? 3 : found->orders.status;
  const bool was_public = found->status == 0 || found->status == 5 || found->status == 6;
  if (!was_public) return &*found;
  publication made{random_word(random_, 43), drafts_.publish(*from), now};
  if (found->status != 0)
    for (auto& one : *made.articles) one.deleted = true;
  found->article_id = made.article_id;
  published_.push_front(std::move(made));
  drafts_.remove(found->media_id);
  return &*found;
}

int publish_desk::status_of(const publish_job& job) const {
  constexpr int published = 0, deleted_since = 5;
  const auto* made = job.status == published ? find_article(job.article_id) : nullptr;
  return made != nullptr && made->is_gone() ? deleted_since : job.status;
}

std::optional<timestamp> publish_desk::next_due() const {
  std::optional<timestamp> next;
  for (const auto& job : jobs_)
    if (job.status == 1 && (!next || job.due < *next)) next = job.due;
  return next;
}

const publication* publish_desk::find_article(std::string_view article_id) const {
  const auto found = std::find_if(published_.begin(), published_.end(), [&](const publication& one) { return one.article_id == article_id; });
  return found == published_.end() ? nullptr : &*found;
}

std::vector<const publication*> publish_desk::list() const {
  std::vector<const publication*> all;
  for (const auto& one : published_)
    if (!one.is_gone()) all.push_back(&one);
  return all;
}

}  // namespace depeche::sandbox
