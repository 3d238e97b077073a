// The desk: one-time invitations that make their scanner an editor or admin, and the log of who asked for what.
#pragma once

#include "base/clock.hpp"
#include "news/subscriber.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace depeche {

struct desk_log_entry {
  timestamp at{};
  std::string account;
  std::string openid;
  std::string command;   // the command's word and arguments, at most 200 bytes
  bool allowed = false;
  std::string outcome;
};

class desk_store {
 public:
  explicit desk_store(database& db) : db_(db) {}

  // An invitation is kept as the SHA-256 of its secret.
  task<result<void>> invite(std::string account, std::string secret, role r, timestamp expires);
  // Uses it up, once, and gives the role to the subscriber; nothing when unknown, used or expired.
  task<result<std::optional<role>>> redeem(std::string account, std::string secret, subscriber_id who, timestamp now);

  void log(desk_log_entry entry);  // queued, not waited for
  task<result<std::vector<desk_log_entry>>> log_of(std::string account, std::size_t limit);

 private:
  database& db_;
};

}  // namespace depeche
