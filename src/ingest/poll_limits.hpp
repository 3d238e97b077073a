// How much is asked of the web at once.
#pragma once

#include <chrono>
#include <cstddef>

namespace depeche {

struct poll_limits {
  std::size_t at_once = 16;    // hosts
  std::size_t per_host = 2;    // sources of one host at once
  std::chrono::milliseconds host_gap{250};  // between two requests to one host, in real time
  std::chrono::milliseconds patience{20'000};  // with one document, likewise
};

}  // namespace depeche
