// Publishing (wechat-protocol 8.7): jobs that end by the clock, and the articles that have an address for good.
#pragma once

#include "base/clock.hpp"
#include "base/random.hpp"
#include "sandbox/draft_box.hpp"
#include "sandbox/job_orders.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct publication {
  std::string article_id;
  std::shared_ptr<std::vector<article>> articles;
  timestamp at{};
  bool is_gone() const;  // every article is deleted
};

struct publish_job {
  std::int64_t publish_id = 0;
  std::int64_t msg_data_id = 0;
  std::string media_id;
  timestamp due{};
  int status = 1;  // 1 in progress
  publish_orders orders;
  std::string article_id;
};

class publish_desk {
 public:
  publish_desk(draft_box& drafts, const clock& time, random_source& random);

  publish_orders orders;  // of the jobs that come

  // The draft must exist.
  const publish_job& submit(std::string media_id);
  const publish_job* find(std::int64_t publish_id) const;
  // Ends a job that is due, if any, and gives it.
  const publish_job* end_one();
  std::optional<timestamp> next_due() const;

  // As it stands now: 5 when all that it published was deleted since.
  int status_of(const publish_job& job) const;
  const publication* find_article(std::string_view article_id) const;
  // Those that still have an article, newest first.
  std::vector<const publication*> list() const;

 private:
  draft_box& drafts_;
  const clock& clock_;
  random_source& random_;
  std::deque<publish_job> jobs_;
  std::deque<publication> published_;  // newest first
  std::int64_t next_id_;
};

}  // namespace depeche::sandbox
