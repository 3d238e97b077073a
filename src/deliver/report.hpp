// What the desk reads about a push: one line, in English.
#pragma once

#include "store/ledger_store.hpp"

#include <string>
#include <string_view>

namespace depeche {

// "push 7, morning: 120 sent, 3 failed, 1 unknown, 40 skipped", and the problem when there is one.
std::string report_line(const push& p, const books& b, std::string_view problem);

}  // namespace depeche
