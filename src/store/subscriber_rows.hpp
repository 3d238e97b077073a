// What several stores do to a subscriber's row, inside their own jobs. For this folder only.
#pragma once

#include "news/subscriber.hpp"
#include "store/connection.hpp"

#include <optional>

namespace depeche {

// The kinds of history, as kept.
enum class history_kind { follow, unfollow, scan };

// The columns that read_subscriber() reads, in its order.
#define DEPECHE_SUBSCRIBER_COLUMNS \
  "id, account, openid, following, wants_digest, language, first_scene, role, followed_at, allowed, allowed_until"
subscriber read_subscriber(const rows& r);

// The person has left: no allowance, and an entry in the history when that is news.
void mark_left(connection& c, subscriber_id id, timestamp at);
void take_allowance(connection& c, subscriber_id id);

}  // namespace depeche
