// An editor's word before an issue goes out by itself, for editions that ask for it: what was approved is what is sent, for it doesn't change any more.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "digest/edition_board.hpp"
#include "store/digest_store.hpp"
#include "store/setting_store.hpp"

#include <memory>
#include <optional>
#include <string>

namespace depeche {

struct approval {
  std::string day;  // of the edition: each day's issue needs its own
  timestamp at{};
  std::string by;   // openid, or "command line"
};

// Loop thread only.
class approval_desk {
 public:
  approval_desk(const clock& time, setting_store& settings, edition_board& board, digest_store& digests)
      : time_(time), settings_(settings), board_(board), digests_(digests) {}

  // Today's, if it was given.
  task<result<std::optional<approval>>> of(const edition& e);
  // Composes once more and freezes that. Fails with not_allowed when the edition goes out without, not_found when there is nothing to approve.
  task<result<std::shared_ptr<const digest>>> approve(const edition& e, std::string who);
  // False when there is nothing to take back. Fails with already_exists when it went out.
  task<result<bool>> withdraw(const edition& e);

 private:
  std::string today(const edition& e) const;

  const clock& time_;
  setting_store& settings_;
  edition_board& board_;
  digest_store& digests_;
};

}  // namespace depeche
