// What a kind of account may do (wechat-protocol 0.3 and 16), known before a call is made.
#pragma once

#include <string_view>

namespace depeche::wechat {

enum class account_kind { service, subscription };

struct account_profile {
  account_kind kind = account_kind::service;
  bool verified = true;

  bool may_send_custom_messages() const { return verified; }
  bool may_mass_send_to_all() const { return verified; }
  bool may_make_scene_codes() const { return verified && kind == account_kind::service; }
  bool may_read_users() const { return verified; }
  // Mass messages that one follower may get: a day (subscription) or a calendar month (service).
  int mass_sends_per_day() const { return kind == account_kind::subscription ? 1 : 100; }
  int mass_messages_per_follower_and_month() const { return kind == account_kind::service ? 4 : 31; }
};

}  // namespace depeche::wechat
