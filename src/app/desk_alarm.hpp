// Tells the desk what it should know unasked: that a source is in trouble or well again, that the platform refuses a kind of call. Those editors and admins of every account who may be written to now.
#pragma once

#include "app/wiring.hpp"

namespace depeche {

// Logs in any case. Never fails: who can't be reached reads it in /status.
task<> tell_desk(parts& p, source_report report);

// To the desk of the account at this place of the settings: 48001 came for the first time. Likewise.
task<> tell_refusal(parts& p, std::size_t account, wechat::capability what, std::string answer);

// To the desk of the account at this place: temporary codes that end within three days, and permanent ones that run short (nine
// tenths used). Says nothing when neither is so.
task<> tell_codes(parts& p, std::size_t account);

// To the desk of the account whose articles these are.
task<> tell_held(parts& p, std::vector<hold> holds);

}  // namespace depeche
