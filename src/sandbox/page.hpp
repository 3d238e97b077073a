// The page with the phones, at "/": embedded files, no build step, nothing from elsewhere.
#pragma once

#include "net/router.hpp"

namespace depeche::sandbox {

void add_page(router& routes);

}  // namespace depeche::sandbox
