// Allowances that messages gave and that wait for the database's writer: one queued job for many people, and one update for somebody who
// writes twice. Filled on the loop, emptied once on the database's thread.
#pragma once

#include "base/clock.hpp"
#include "news/subscriber.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace depeche {

class contact_batch {
 public:
  struct contact_note {
    std::string account, openid;
    timestamp at{};
  };
  using notes = std::unordered_map<std::int64_t, contact_note>;  // by subscriber

  // A newer message of the same person replaces the older: each gives the whole allowance. False when the batch has been taken already.
  bool add(subscriber_id who, contact_note note) {
    std::lock_guard lock(guard_);
    if (taken_) return false;
    notes_.insert_or_assign(number(who), std::move(note));
    return true;
  }
  notes take() {
    std::lock_guard lock(guard_);
    taken_ = true;
    return std::move(notes_);
  }

 private:
  std::mutex guard_;
  bool taken_ = false;
  notes notes_;
};

}  // namespace depeche
