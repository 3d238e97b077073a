// One-time invitations to the desk: kept, and given a code that ends by itself.
#pragma once

#include "app/scene_codes.hpp"
#include "async/task.hpp"
#include "base/random.hpp"
#include "news/subscriber.hpp"
#include "store/desk_store.hpp"

namespace depeche {

inline constexpr std::chrono::hours invitation_lifetime{24};

// Who scans the code gets the role, once, within a day. An account without scene codes gets one whose url is empty: there the scene,
// sent as a message, does the same.
task<result<scene_code>> make_invitation(desk_store& desk, scene_codes& codes, random_source& random, const clock& time,
                                         std::string account, role given);

}  // namespace depeche
