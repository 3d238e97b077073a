// The doctor: tries everything that the settings name and says how to mend what fails.
#pragma once

#include "app/config.hpp"
#include "wechat/errcode.hpp"

#include <functional>
#include <string>

namespace depeche {

struct check_line {
  bool good = true;
  std::string what;     // "database", "account main", ...
  std::string finding;
  std::string remedy;   // what to do, when not good
};

// Calls `tell` for each finding, in order. Blocks; at most some 15 s an account. With `offline`, nothing is called over the network.
void check_everything(const config& settings, bool offline, const std::function<void(const check_line&)>& tell);

// What to do when the platform gives no token, by its reason.
std::string token_remedy(const wechat::api_failure& why);

}  // namespace depeche
