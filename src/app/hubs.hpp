// WebSub put together: sources that name a hub are subscribed to, hubs come to /websub/, and what they send reaches the poller.
#pragma once

#include "app/wiring.hpp"
#include "net/router.hpp"

namespace depeche {

// Makes p.hubs when hubs can come to us; after the poller.
void build_hubs(parts& p);
void add_hub_routes(router& routes, parts& p);
// Tells the poller which subscriptions hold, at start.
task<> learn_leases(parts& p);

}  // namespace depeche
