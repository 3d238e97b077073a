// The whole HTTP surface on one screen.
#pragma once

#include "app/health.hpp"
#include "app/wiring.hpp"
#include "net/router.hpp"

namespace depeche {

void add_public_routes(router& routes, parts& p);
void add_operations_routes(router& routes, parts& p, health& h);

}  // namespace depeche
