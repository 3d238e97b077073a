// Liveness, readiness and metrics (Prometheus text format), gathered from the parts when asked.
#pragma once

#include "app/wiring.hpp"

#include <string>

namespace depeche {

class health {
 public:
  bool ready() const { return ready_; }
  void set_ready(bool ready) { ready_ = ready; }
  std::string metrics(const parts& p) const;

 private:
  bool ready_ = false;
};

}  // namespace depeche
