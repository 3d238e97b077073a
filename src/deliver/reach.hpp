// Which ways may reach a subscriber now, and why not the others. Pure.
#pragma once

#include "base/clock.hpp"
#include "news/edition.hpp"
#include "news/subscriber.hpp"
#include "wechat/account_profile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche {

inline constexpr std::string_view customer_message_way = "customer_message";
inline constexpr std::string_view mass_send_way = "mass_send";

struct reach_line {
  std::string way;
  std::string_view why_not;  // empty: this way reaches the person now
};

// Why the account as a whole may not use the way now; empty when it may.
std::string_view account_refuses(std::string_view way, const wechat::account_profile& account);

// Empty when the way may reach the subscriber now; else the reason, a few words.
std::string_view why_not(std::string_view way, const wechat::account_profile& account, const subscriber& who, timestamp now);

// A line per way of the edition, in its order of preference.
std::vector<reach_line> reach_of(const edition& e, const wechat::account_profile& account, const subscriber& who, timestamp now);

}  // namespace depeche
