// Tells the desk that a source is in trouble or well again: those editors and admins of every account who may be written to now.
#pragma once

#include "app/wiring.hpp"

namespace depeche {

// Logs in any case. Never fails: who can't be reached reads it in /status.
task<> tell_desk(parts& p, source_report report);

}  // namespace depeche
