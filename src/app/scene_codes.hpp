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

// The platform gives an account so many permanent codes, for good; a temporary one lives 30 days at most (wechat-protocol 7).
inline constexpr std::int64_t most_permanent_codes = 100'000;
inline constexpr std::chrono::days longest_code_life{30};

class scene_codes {
 public:
  struct account {
    wechat::account_profile profile;
    wechat::api_client* api = nullptr;
  };
  scene_codes(scene_store& scenes, const clock& time, std::map<std::string, account> accounts);

  // The kept code of a scene; fails with not_found when there is none, or when it has ended.
  task<result<scene_code>> find(std::string account, std::string scene);
  // The kept code, or a permanent one made now; a temporary one that has ended is made anew for as long as it had been. Fails with
  // not_allowed when this kind of account has no scene codes or has used up its permanent ones, and with platform_error when the
  // platform refused.
  task<result<scene_code>> find_or_make(std::string account, std::string scene);
  // A temporary code for a scene, kept in place of an earlier temporary one; a permanent one is given as it is: it needs no other.
  task<result<scene_code>> make_lasting(std::string account, std::string scene, std::chrono::seconds lifetime);
  // A code that ends by itself; for invitations. Not kept: its scene is a secret.
  task<result<scene_code>> make_temporary(std::string account, std::string scene, std::chrono::seconds lifetime);

 private:
  result<account> able(const std::string& name) const;
  scene_store& scenes_;
  const clock& clock_;
  std::map<std::string, account> accounts_;
};

}  // namespace depeche
