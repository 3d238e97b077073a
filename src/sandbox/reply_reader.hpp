// What the platform makes of the body with which the bot answered a push (wechat-protocol 2.3, 2.6 and 4).
#pragma once

#include "base/result.hpp"
#include "sandbox/account.hpp"
#include "sandbox/crowd.hpp"

#include <optional>
#include <string_view>

namespace depeche::sandbox {

// Nothing: acknowledged ("success" or empty). Fails with the reason for which the person would see the notice of a fault.
result<std::optional<chat_message>> read_reply(const account& of, std::string_view openid, std::string_view body);

}  // namespace depeche::sandbox
