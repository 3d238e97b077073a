// Phones and their messages as the control API tells them.
#pragma once

#include "sandbox/crowd.hpp"
#include "sandbox/pusher.hpp"

#include <nlohmann/json_fwd.hpp>

namespace depeche::sandbox {

nlohmann::json message_json(const chat_message& message);
nlohmann::json phone_json(const phone& of, timestamp now);
// With the messages numbered above `after`.
nlohmann::json phone_with_messages(const phone& of, timestamp now, std::uint64_t after);
// How an act ended: {"phone","outcome","deliveries","reply","detail"}; either may be null.
nlohmann::json act_json(const phone* of, const push* pushed);

}  // namespace depeche::sandbox
