// What to do after a send did not succeed: with this recipient, and with the push as a whole. Pure.
#pragma once

#include "base/clock.hpp"
#include "wechat/errcode.hpp"

#include <chrono>
#include <string>

namespace depeche {

// How often a recipient is tried when the platform is busy or can't be reached.
inline constexpr int most_attempts = 5;

struct reaction {
  enum class step {
    give_up,    // failed, for the reason
    again,      // surely not sent: this recipient again at `at`
    leave,      // the outcome is unknown: never blindly repeated
    pause,      // surely not sent: the whole push waits until `at`
    done,       // it had happened before
  };
  step what = step::give_up;
  timestamp at{};
  std::string reason;
  bool gone = false;           // this person doesn't follow any more
  bool window_closed = false;  // no customer message may be sent to this person now
  bool tell_desk = false;
};

// `attempts`: how often this recipient was tried, this time included (at least 1).
reaction react_to(const wechat::api_failure& why, int attempts, timestamp now);

// 1 s, 2 s, 4 s, ... at most five minutes.
std::chrono::milliseconds back_off(int attempts);

// When the platform's daily quotas begin anew: midnight in China.
timestamp next_quota_window(timestamp now);

}  // namespace depeche
