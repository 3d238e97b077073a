// What the platform makes of the body with which the bot answered a push (wechat-protocol 2.3, 2.6 and 4).
#pragma once

#include "base/result.hpp"
#include "sandbox/account.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/media_shelf.hpp"
#include "sandbox/push_message.hpp"

#include <optional>
#include <string_view>

namespace depeche::sandbox {

// Nothing: acknowledged ("success" or empty). Fails with the reason for which the person would see the notice of a fault.
result<std::optional<chat_message>> read_reply(const account& of, const media_shelf& media, const push_message& to, std::string_view body);

}  // namespace depeche::sandbox
