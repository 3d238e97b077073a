// The one official account: its secrets, how it is pushed to, and what an account of its kind may call (wechat-protocol 0.3).
#pragma once

#include "base/result.hpp"
#include "sandbox/sandbox.hpp"
#include "wechat/message_crypto.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

enum class push_mode { plain, compatible, safe };
enum class profile { service, subscription, personal, unverified_subscription, unverified_service, test_account };

// What a group of endpoints asks of the account.
enum class capability {
  any, users, remarks, custom_messages, scene_codes, mass_messages, mass_by_list, menus, templates, notices, subscribed_once, publishing
};

result<push_mode> parse_mode(std::string_view text);
result<profile> parse_profile(std::string_view text);
std::string_view name(push_mode mode);
std::string_view name(profile kind);
bool may(profile kind, capability what);

struct account {
  std::string app_id, app_secret, original_id, token, name;
  std::string encoding_aes_key;
  std::optional<wechat::aes_key> key;
  push_mode mode = push_mode::safe;
  profile kind = profile::service;
  std::vector<std::string> ip_whitelist;  // empty: every address may call
  std::string base_url;                   // where pictures and articles of ours can be opened: https://127.0.0.1:9443; may be empty
  int mark_fail_after = 30;               // so many failed pushes in a row, and a minute's pushes are lost; 0: never
};

// Fails (bad_config) with the option's name.
result<account> make_account(const sandbox_options& options);
// Checks that a mode that encrypts has a key. Fails (bad_config).
result<void> set_mode(account& of, std::string_view mode);
result<void> set_aes_key(account& of, std::string_view encoding_aes_key);

}  // namespace depeche::sandbox
