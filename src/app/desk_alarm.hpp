// Tells the desk what it should know unasked: a source in trouble or well again, a kind of call that the platform refuses, what is held, urgent or waits for
// approval. Those editors and admins of every account who may be written to now.
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

// Of what an urgent rule found or sent, and of what an editor wanted sent and wasn't.
task<> tell_urgent(parts& p, urgent_item u);

// That an issue waits for an editor's approval, and at what time it is due.
task<> tell_approval(parts& p, edition e, std::size_t stories, timestamp firing);

}  // namespace depeche
