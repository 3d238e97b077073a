// What could not be said in the reply: an answer that came after the platform's five seconds, or a picture beside a text. Goes as a
// customer message within the person's allowance; a text that can't go so waits for the person's "more".
#pragma once

#include "async/task.hpp"
#include "callback/dispatch.hpp"

#include <string>

namespace depeche {

// Sends text and picture of `what` (either may be empty). What can't be sent is logged with the reason.
task<> send_late(const callback_account& account, command_parts& with, std::string openid, answer what);

}  // namespace depeche
