#include "deliver/retry_policy.hpp"

#include <algorithm>

namespace depeche {
namespace {

using namespace std::chrono_literals;
using wechat::api_action;
using step = reaction::step;

// An account that was refused as a whole is asked again from time to time: somebody may have mended it in the console.
constexpr auto until_mended = 30min;

// 46004: user does not exist; 43004, 50005: does not follow; 40003: not an openid of this account.
bool says_gone(int errcode) { return errcode == 43004 || errcode == 46004 || errcode == 40003 || errcode == 50005; }

std::string reason_of(const wechat::api_failure& why) {
  const auto known = wechat::describe_errcode(why.errcode);
  if (why.errcode != 0 && !known.meaning.empty()) return std::string(known.meaning);
  return why.message.empty() ? std::string(wechat::name(why.action)) : why.message;
}

}  // namespace

std::chrono::milliseconds back_off(int attempts) { return std::min<std::chrono::milliseconds>(1s * (1 << std::clamp(attempts - 1, 0, 10)), 5min); }

timestamp next_quota_window(timestamp now) {
  const auto in_china = now + 8h;
  return std::chrono::floor<std::chrono::days>(in_china) + std::chrono::days{1} - 8h;
}

reaction react_to(const wechat::api_failure& why, int attempts, timestamp now) {
  reaction r{.what = step::give_up, .at = now, .reason = reason_of(why)};
  switch (why.action) {
    case api_action::retry:
    case api_action::not_sent:
      if (attempts < most_attempts) r.what = step::again;
      r.at = now + back_off(attempts);
      return r;
    case api_action::retry_minute:
    case api_action::refresh_token:
      r.what = step::pause;
      r.at = now + 60s;
      r.tell_desk = why.action == api_action::refresh_token;
      return r;
    case api_action::wait_quota:
      r.what = step::pause;
      r.at = next_quota_window(now);
      r.tell_desk = true;
      return r;
    case api_action::stop_and_tell:
      r.what = step::pause;
      r.at = now + until_mended;
      r.tell_desk = true;
      return r;
    case api_action::unknown:
      r.what = step::leave;
      return r;
    case api_action::already_done:
      r.what = step::done;
      return r;
    case api_action::wait_recipient:
      r.window_closed = true;
      return r;
    case api_action::drop_recipient:
      r.gone = says_gone(why.errcode);
      r.window_closed = why.errcode == 45015;
      return r;
    case api_action::fix_request:
      return r;
  }
  return r;
}

}  // namespace depeche
