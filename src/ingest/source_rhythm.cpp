#include "ingest/source_rhythm.hpp"

#include <algorithm>

namespace depeche {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t fewest_gaps = 5;

source_health health_of(const source_state& s, timestamp now) {
  if (s.failures_in_a_row >= failures_until_broken) return source_health::broken;
  // One failure neither heals nor hurts.
  if (s.failures_in_a_row > 0) return s.health;
  const bool silent = s.rhythm > 0s && s.last_news != timestamp{} && now - s.last_news > s.rhythm;
  return silent ? source_health::silent : source_health::well;
}

}  // namespace

std::optional<std::chrono::seconds> unusual_silence(const std::vector<timestamp>& times) {
  std::vector<std::chrono::seconds> gaps;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const auto gap = std::chrono::duration_cast<std::chrono::seconds>(times[i - 1] - times[i]);
    // Articles of one moment came in one batch.
    if (gap >= 1min) gaps.push_back(gap);
  }
  if (gaps.size() < fewest_gaps) return std::nullopt;
  std::sort(gaps.begin(), gaps.end());
  const auto seldom = gaps[(gaps.size() * 19 - 1) / 20];
  return std::clamp<std::chrono::seconds>(seldom * 2, 12h, 24h * 60);
}

health_change judge_health(source_state& state, timestamp now) {
  health_change change;
  change.was = state.health;
  change.now_is = health_of(state, now);
  change.happened = change.was != change.now_is;
  if (!change.happened) return change;
  change.since = change.now_is == source_health::broken ? state.last_success
                 : change.now_is == source_health::silent ? state.last_news
                                                          : state.health_since;
  state.health = change.now_is;
  state.health_since = now;
  return change;
}

}  // namespace depeche
