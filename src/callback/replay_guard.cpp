#include "callback/replay_guard.hpp"

#include <charconv>
#include <functional>

namespace depeche {

result<void> replay_guard::check_time(std::string_view signed_at, timestamp now) const {
  std::int64_t seconds = 0;
  const auto [end, ec] = std::from_chars(signed_at.data(), signed_at.data() + signed_at.size(), seconds);
  // Bounded before it becomes a time: a huge number would overflow.
  if (ec != std::errc{} || end != signed_at.data() + signed_at.size() || seconds < 0 || seconds > 100'000'000'000)
    return fail(errc::stale_timestamp, "the timestamp is not a number of seconds");
  const auto age = now - from_unix_seconds(seconds);
  if (age > window_ || age < -window_) return fail(errc::stale_timestamp, "signed outside the time window");
  return {};
}

result<void> replay_guard::check(std::string_view signed_at, std::string_view signature, std::string_view body, timestamp now) {
  if (auto timely = check_time(signed_at, now); timely.has_error()) return timely;
  while (!order_.empty() && (now - order_.front().first > 2 * window_ || order_.size() >= most_)) {
    seen_.erase(order_.front().second);
    order_.pop_front();
  }
  const std::size_t content = std::hash<std::string_view>{}(body);
  const std::size_t id = std::hash<std::string_view>{}(signature);
  const auto [known, added] = seen_.try_emplace(id, content);
  if (!added && known->second != content) return fail(errc::replayed, "the signature was used for another body");
  if (added) order_.emplace_back(now, id);
  return {};
}

}  // namespace depeche
