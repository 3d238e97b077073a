// A gap between our requests to one host, whoever makes them. Loop thread only; the gap is real time.
#pragma once

#include "async/task.hpp"

#include <chrono>
#include <map>
#include <string>

namespace depeche {

class host_pace {
 public:
  explicit host_pace(std::chrono::milliseconds gap) : gap_(gap) {}

  // Returns when it is the caller's turn to ask this host.
  task<> turn(std::string host);

 private:
  std::chrono::milliseconds gap_;
  std::map<std::string, std::chrono::steady_clock::time_point> next_;
};

}  // namespace depeche
