// Brings a request from a network thread to the owner's, and the response back.
#pragma once

#include "async/task_group.hpp"
#include "net/router.hpp"

#include <memory>

namespace depeche {

// A handler that may be called on any executor and answers on it; the routes run in `group`, on `owner`. A request that the
// group drops because it is draining is answered 503. Whoever waits for the answer can't be cancelled: the group is (a
// cancellation across threads is unsafe in Asio 1.26). `keep` lives as long as an answer is owed.
http_handler hand_over_to(asio::any_io_executor owner, std::shared_ptr<task_group> group, const router& routes,
                          std::shared_ptr<void> keep);

}  // namespace depeche
