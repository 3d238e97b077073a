// A person who follows an account.
#pragma once

#include "base/clock.hpp"
#include "news/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace depeche {

enum class role { reader, editor, admin };

// "reader", "editor", "admin".
std::string_view name(role r);
std::optional<role> role_named(std::string_view name);

// How many customer messages may still be sent to a subscriber, and until when (wechat-protocol.md 8.1).
struct allowance {
  int left = 0;
  timestamp until{};

  bool open_at(timestamp now) const { return left > 0 && now < until; }
};

// What gives an allowance, by the platform's table: the person wrote (5 in 48 h), tapped a menu, followed, or scanned (3 in 1 min).
enum class contact { message, menu_tap, follow, scan };

// The allowance after a contact at `now`. A lesser contact never shortens a larger allowance that is still open.
allowance after_contact(allowance current, contact kind, timestamp now);

struct subscriber {
  subscriber_id id{};
  std::string account;
  std::string openid;
  bool following = true;
  bool wants_digest = true;     // false after "unsubscribe" in chat: still a follower, no push
  std::string language;         // "fr", "en", "zh", or empty: the edition's
  std::string first_scene;      // the scene that first brought this person; empty when none
  role desk_role = role::reader;
  timestamp followed_at{};
  allowance customer_messages;
};

}  // namespace depeche
