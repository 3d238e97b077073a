// Runs mass jobs and publications when they are due by the clock, and pushes the events of their ends.
#pragma once

#include "sandbox/account.hpp"
#include "sandbox/bell.hpp"
#include "sandbox/mass_desk.hpp"
#include "sandbox/publish_desk.hpp"
#include "sandbox/pusher.hpp"

#include <string>

namespace depeche::sandbox {

struct job_parts {
  const account& of;
  mass_desk& mass;
  publish_desk& publishing;
  pusher& pushes;
  changes& noted;
  const clock& time;
  random_source& random;
};

class job_runner {
 public:
  job_runner(asio::any_io_executor loop, job_parts with);

  // Something came, or the clock was moved.
  void look_again() { begun_.ring(); }
  // Until cancelled.
  task<> run();

 private:
  std::chrono::milliseconds until_next() const;
  void tell(const mass_job& job);
  void tell(const publish_job& job);
  void push_event(std::string name, std::vector<push_field> fields);

  asio::any_io_executor loop_;
  job_parts with_;
  bell begun_;
  std::string assistant_;  // who sends these events: an openid that is nobody's
};

}  // namespace depeche::sandbox
