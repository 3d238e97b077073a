// How a source is doing, judged by its own history: silent for longer than is usual for it, broken, or well again. Pure.
#pragma once

#include "store/article_store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace depeche {

// Failures in a row after which a source counts as broken: with the pauses that double, more than an hour of trouble.
inline constexpr int failures_until_broken = 4;
// What a rhythm is learnt from.
inline constexpr std::size_t rhythm_articles = 100;

// Silence that is unusual for a source whose articles came at these times, newest first: twice a pause that it seldom exceeds, so that
// nights and week-ends are no silence. Between 12 hours and 60 days; nothing from fewer than six different times.
std::optional<std::chrono::seconds> unusual_silence(const std::vector<timestamp>& times);

// What the desk should hear after a round; `now_is` well is a recovery.
struct health_change {
  bool happened = false;
  source_health was = source_health::well;
  source_health now_is = source_health::well;
  timestamp since{};       // when the trouble began
};

// The source's health by its state, written into the state. Broken outranks silent.
health_change judge_health(source_state& state, timestamp now);

}  // namespace depeche
