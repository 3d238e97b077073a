// Event or words -> what is kept and what is answered.
#pragma once

#include "async/task.hpp"
#include "commands/command.hpp"
#include "wechat/account_profile.hpp"
#include "wechat/api_client.hpp"
#include "wechat/message.hpp"

#include <string>

namespace depeche {

// An account as the callback sees it.
struct callback_account {
  std::string name;
  wechat::account_profile profile;
  wechat::api_client* api = nullptr;
};

// Handles one message of an account. What is kept is durable when it returns. Throws failure where the store fails: the event then
// stays unsettled and the platform's retry is handled anew; every step is idempotent. The message must live until then.
task<answer> dispatch(const callback_account& account, command_parts& with, const wechat::inbound_message& message);

}  // namespace depeche
