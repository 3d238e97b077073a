// A scene's code: the one that is kept, else made at the platform and kept.
#pragma once

#include "async/task.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/scene_store.hpp"
#include "wechat/account_profile.hpp"
#include "wechat/api_client.hpp"

#include <chrono>
#include <map>
#include <string>

namespace depeche {

class scene_codes {
 public:
  struct account {
    wechat::account_profile profile;
    wechat::api_client* api = nullptr;
  };
  scene_codes(scene_store& scenes, const clock& time, std::map<std::string, account> accounts);

  // The kept code of a scene; fails with not_found when there is none.
  task<result<scene_code>> find(std::string account, std::string scene);
  // The kept code, or a permanent one made now. Fails with not_allowed when this kind of account has no scene codes, and with
  // platform_error when the platform refused.
  task<result<scene_code>> find_or_make(std::string account, std::string scene);
  // A code that ends by itself; for invitations. Not kept: its scene is a secret.
  task<result<scene_code>> make_temporary(std::string account, std::string scene, std::chrono::seconds lifetime);

 private:
  result<account> able(const std::string& name) const;
  scene_store& scenes_;
  const clock& clock_;
  std::map<std::string, account> accounts_;
};

}  // namespace depeche
