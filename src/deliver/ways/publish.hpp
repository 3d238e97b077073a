// Publishing: the draft becomes a permanent page of the account, and nobody is sent anything. A publication is a push without
// recipients, so that it survives restarts and is told of like others.
//
// States: planned (surely not submitted) -> intent (submitted; with a publish_id: taken) -> sent | failed | unknown. An answer that was
// lost is looked for: among what was published, else the draft still stands in the box and is submitted once more.
#pragma once

#include "deliver/way.hpp"
#include "wechat/api_client.hpp"
#include "wechat/push_content.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace depeche {

class draft_maker;

class publishing final : public way {
 public:
  // drafts: null when none can be made; then nothing can be published.
  publishing(ledger_store& ledger, const clock& time, wechat::api_client& api, draft_maker* drafts);
  std::string_view name() const override;
  task<result<progress>> carry(const parcel& what) override;
  void look_again() override {}
  void stop() override { stopping_ = true; }

  // PUBLISHJOBFINISH. Returns the push that it settled; nothing for one that isn't ours or isn't known yet: it is asked for then.
  task<result<std::optional<push_id>>> finished(std::string account, wechat::publish_finished outcome);

 private:
  struct asking {
    timestamp at{};
    std::chrono::seconds wait{5};
  };
  task<result<progress>> submit(const parcel& what, publication& job);
  task<wechat::api_result<bool>> found_published(const parcel& what, publication& job);
  task<result<progress>> ask(publication& job);
  task<result<void>> settle(publication& job, const wechat::publish_finished& outcome);
  task<result<progress>> fail_with(publication& job, std::string status);

  ledger_store& ledger_;
  const clock& clock_;
  wechat::api_client& api_;
  draft_maker* drafts_;
  std::map<push_id, asking> asking_;
  bool stopping_ = false;
};

}  // namespace depeche
