#include "sandbox/token_desk.hpp"

#include "sandbox/china_time.hpp"

#include <algorithm>

namespace depeche::sandbox {

using namespace std::chrono_literals;

namespace {

constexpr auto full_life = 7200s;
constexpr auto overlap = 300s;
constexpr int forced_per_day = 20;
constexpr std::size_t remembered = 4096;

}  // namespace

std::string token_desk::issue(current& as) {
  // Old tokens are remembered only to tell "expired" from "unknown"; a caller in a loop must not fill the memory.
  if (lives_.size() > remembered) std::erase_if(lives_, [&](const auto& one) { return one.second.until < clock_.now(); });
  as.token = "88_" + random_word(random_, 133);
  as.until = clock_.now() + full_life;
  lives_[as.token] = life{as.until};
  return as.token;
}

void token_desk::shorten(const std::string& token, timestamp until) {
  const auto found = lives_.find(token);
  if (found == lives_.end()) return;
  found->second.until = std::min(found->second.until, until);
  found->second.replaced = true;
}

issued_token token_desk::classic() {
  shorten(classic_.token, clock_.now() + overlap);
  return {issue(classic_), full_life};
}

issued_token token_desk::stable(bool force) {
  const auto now = clock_.now();
  const auto left = stable_.until - now;
  if (force && !stable_.token.empty()) {
    if (china_day(now) != forced_day_) forced_today_ = 0;
    forced_day_ = china_day(now);
    if (forced_today_ < forced_per_day && now - last_forced_ >= 30s) {
      ++forced_today_;
      last_forced_ = now;
      shorten(stable_.token, now);
      return {issue(stable_), full_life};
    }
  }
  if (left > overlap) return {stable_.token, std::chrono::ceil<std::chrono::seconds>(left)};
  // In the last five minutes a new one is given; the old one lives out its time, which is no longer than the overlap.
  return {issue(stable_), full_life};
}

int token_desk::check(std::string_view token) {
  if (token.empty()) return 41001;
  const auto found = lives_.find(std::string(token));
  if (found == lives_.end()) return 40001;
  if (clock_.now() < found->second.until) return 0;
  return found->second.replaced ? 40001 : 42001;
}

}  // namespace depeche::sandbox
