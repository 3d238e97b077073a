// What a kind of account may do (wechat-protocol 0.3 and 16), known before a call is made; and what the platform has refused to this
// very account since (48001), whatever the table says.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace depeche::wechat {

// test: the platform's test account, a verified service account but for mass sends and publishing (12).
enum class account_kind { service, subscription, test };

// What groups of calls ask of an account. `any`: tokens, media, drafts, quotas, which every account has.
enum class capability { any, users, remarks, custom_messages, menus, scene_codes, templates, notices, once_messages, mass_messages, mass_by_list, publishing };

std::string_view name(capability what);  // "customer messages": for logs and the desk
// Of the call with this path; `any` for those that nobody refuses or that we do not know.
capability capability_of(std::string_view path);

class account_profile {
 public:
  account_profile() = default;
  account_profile(account_kind of, bool is_verified) : kind(of), verified(is_verified) {}

  account_kind kind = account_kind::service;
  bool verified = true;

  // By the table. Where its sources differ the call is tried: a menu of a service account that is not verified, publishing.
  bool offers(capability what) const;
  // And not refused since.
  bool may(capability what) const { return offers(what) && !refused(what); }
  bool refused(capability what) const { return (*refused_ & bit(what)) != 0; }
  // The platform answered 48001. True when that is news. Copies of a profile share what was refused: they are of one account.
  bool note_refusal(capability what);
  // The account was verified: everything may be tried again.
  void forget_refusals() const { *refused_ = 0; }

  bool may_send_custom_messages() const { return may(capability::custom_messages); }
  bool may_mass_send_to_all() const { return may(capability::mass_messages); }
  bool may_make_scene_codes() const { return may(capability::scene_codes); }
  bool may_read_users() const { return may(capability::users); }
  // Mass messages that one follower may get: a day (subscription) or a calendar month (service).
  int mass_sends_per_day() const { return kind == account_kind::subscription ? 1 : 100; }
  int mass_messages_per_follower_and_month() const { return kind == account_kind::service ? 4 : 31; }

 private:
  static constexpr std::uint32_t bit(capability what) { return std::uint32_t{1} << static_cast<unsigned>(what); }
  std::shared_ptr<std::uint32_t> refused_ = std::make_shared<std::uint32_t>(0);
};

}  // namespace depeche::wechat
