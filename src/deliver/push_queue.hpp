// The pushes of one account, one at a time; one that must wait (for a quota, for the platform) lets the others pass.
#pragma once

#include "async/alarm.hpp"
#include "deliver/deliver_due.hpp"

#include <functional>
#include <list>
#include <string>

namespace depeche {

// Loop thread only.
class push_queue {
 public:
  // What is told: a push is done, or has to wait for a reason that somebody should know (once per reason).
  using listener = std::function<task<>(push, std::string problem, bool done)>;
  push_queue(asio::any_io_executor loop, due_parts parts, listener tell);

  void add(push p);
  // Until stop(); what is in flight ends and is settled.
  task<> run();
  void stop();
  // The clock was moved.
  void look_again();
  // Something came in for this push: it is looked at now.
  void wake(push_id id);

 private:
  struct entry {
    push what;
    timestamp not_before{};
    std::string told;
  };
  std::list<entry>::iterator next_due();
  task<> walk(std::list<entry>::iterator at);
  task<> postpone(std::list<entry>::iterator at, timestamp until, std::string problem);

  due_parts with_;
  listener tell_;
  alarm bell_;
  std::list<entry> waiting_;
  bool stopping_ = false;
};

}  // namespace depeche
