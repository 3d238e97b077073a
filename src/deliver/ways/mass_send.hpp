// Mass send: one job to all followers. Its client id makes a repeat harmless, so an answer that was lost is asked for again, after
// a restart too; whether it was delivered says MASSSENDJOBFINISH, or the platform when asked.
//
// States of the job: planned (surely not made) -> intent (asked for; with a msg_id: made) -> sent | failed | unknown.
#pragma once

#include "deliver/way.hpp"
#include "wechat/api_client.hpp"
#include "wechat/mass_send.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace depeche {

class draft_maker;
struct delivery_statistics;

// What MASSSENDJOBFINISH says.
struct mass_outcome {
  std::int64_t msg_id = 0;
  std::string status;  // "send success", "send fail", "err(10001)", ...
  std::int64_t total = 0, filtered = 0, sent = 0, errors = 0;
};

class mass_send final : public way {
 public:
  // drafts: null when none can be made; everything goes out as text then.
  mass_send(std::string account, ledger_store& ledger, const clock& time, wechat::api_client& api, delivery_statistics& counts,
            draft_maker* drafts);
  std::string_view name() const override;
  task<result<progress>> carry(const parcel& what) override;
  void look_again() override {}
  void stop() override { stopping_ = true; }

  // The event. Returns the push that it settled; nothing for a job that isn't ours (the console sends too) or isn't known yet.
  task<result<std::optional<push_id>>> finished(mass_outcome outcome);

 private:
  struct asking {
    timestamp at{};
    std::chrono::seconds wait{5};
  };
  task<result<std::optional<mass_job>>> job_of(const push& p);
  task<result<progress>> make_job(const parcel& what, mass_job& job);
  task<wechat::api_result<wechat::mass_receipt>> order_job(const parcel& what, const mass_job& job);
  task<result<progress>> ask(mass_job& job);
  task<result<void>> settle(mass_job& job, delivery_state state);

  std::string account_;
  ledger_store& ledger_;
  const clock& clock_;
  wechat::api_client& api_;
  delivery_statistics& counts_;
  draft_maker* drafts_;
  std::map<push_id, asking> asking_;
  std::deque<mass_outcome> early_;  // events that overtook the answer to our request
  bool stopping_ = false;
};

// At most 32 bytes; the same for the same stored push, another for another database's.
std::string client_id_of(const push& p);
// "send success", as the event and mass/get spell it.
bool is_mass_success(std::string_view status);

}  // namespace depeche
