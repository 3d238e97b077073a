// Messages are in the inbox before they are answered; the allowances that they gave reach the database a moment later. After a crash those of the
// last moments are given again, from the inbox.
#pragma once

#include "async/task.hpp"
#include "store/inbox_store.hpp"
#include "store/subscriber_store.hpp"

namespace depeche {

// Call once, after the inbox has been opened and before callbacks are taken.
task<result<void>> restore_contacts(inbox_store& inbox, subscriber_store& subscribers);

}  // namespace depeche
