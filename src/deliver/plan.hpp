// By which way each subscriber gets a push. Pure.
#pragma once

#include "deliver/reach.hpp"

#include <string>

namespace depeche {

struct planned_way {
  std::string_view way;  // customer_message_way or mass_send_way; empty: skipped
  std::string reason;    // why skipped; empty otherwise
};

// One job to all followers is the push when the edition lists mass_send and the account may send to all on its own: nobody gets a
// customer message beside it.
bool goes_to_all(const edition& e, const wechat::account_profile& account);

// The first way of the edition that reaches the subscriber now.
planned_way plan_for(const edition& e, const wechat::account_profile& account, const subscriber& who, timestamp now);

}  // namespace depeche
