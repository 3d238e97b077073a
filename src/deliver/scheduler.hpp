// Fires editions at their times: refresh the digest, then begin its push, once per edition and local day and time.
#pragma once

#include "async/alarm.hpp"
#include "async/task.hpp"
#include "base/clock.hpp"
#include "deliver/approval_desk.hpp"
#include "deliver/delivery.hpp"
#include "digest/edition_board.hpp"
#include "store/setting_store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace depeche {

class scheduler {
 public:
  // prepare() is awaited before an edition is composed (the latest news is fetched); it must not take longer than a minute.
  scheduler(asio::any_io_executor loop, const clock& time, edition_board& board, delivery& push, setting_store& settings,
            std::function<task<>()> prepare);
  ~scheduler();

  // Before run(): editions that ask for approval go out when they have it, at their hour or within six hours after. ask() is called half an hour before
  // the hour, and at the hour, while it is missing.
  using ask_for_approval = std::function<void(const edition& e, std::shared_ptr<const digest> issue, timestamp firing)>;
  void approve_with(approval_desk& approvals, ask_for_approval ask);

  // Until cancelled. After downtime a firing that was missed by less than six hours is made up once; older ones are logged and left.
  // When the clock jumps over several firings, the last one is made.
  task<> run();
  // Looks at the clock again (it was moved).
  void ring();
  std::optional<timestamp> next(const edition& e) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace depeche
