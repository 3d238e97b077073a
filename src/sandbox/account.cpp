#include "sandbox/account.hpp"

namespace depeche::sandbox {

result<push_mode> parse_mode(std::string_view text) {
  for (const auto mode : {push_mode::plain, push_mode::compatible, push_mode::safe})
    if (text == name(mode)) return mode;
  return fail(errc::bad_config, "unknown mode '" + std::string(text.substr(0, 40)) + "'", "mode", "use plain, compatible or safe");
}

result<profile> parse_profile(std::string_view text) {
  for (const auto kind : {profile::service, profile::subscription, profile::personal, profile::unverified_subscription,
                          profile::unverified_service, profile::test_account})
    if (text == name(kind)) return kind;
  return fail(errc::bad_config, "unknown profile '" + std::string(text.substr(0, 40)) + "'", "profile",
              "use service, subscription, personal, unverified_subscription, unverified_service or sandbox");
}

std::string_view name(push_mode mode) {
  switch (mode) {
    case push_mode::plain: return "plain";
    case push_mode::compatible: return "compatible";
    case push_mode::safe: return "safe";
  }
  return "";
}

std::string_view name(profile kind) {
  switch (kind) {
    case profile::service: return "service";
    case profile::subscription: return "subscription";
    case profile::personal: return "personal";
    case profile::unverified_subscription: return "unverified_subscription";
    case profile::unverified_service: return "unverified_service";
    case profile::test_account: return "sandbox";
  }
  return "";
}

// The table of wechat-protocol 0.3. Where its sources differ: publishing asks for verification (the remark of July 2025), notices
// are for service accounts, and a test account has everything of a verified service account but mass sends and publishing.
bool may(profile kind, capability what) {
  const bool test = kind == profile::test_account;
  const bool service = kind == profile::service;
  const bool verified = service || kind == profile::subscription || test;
  switch (what) {
    case capability::any: return true;
    case capability::users:
    case capability::custom_messages:
    case capability::menus:
    case capability::subscribed_once: return verified;
    case capability::remarks:
    case capability::scene_codes:
    case capability::templates:
    case capability::notices: return service || test;
    case capability::mass_messages:
    case capability::publishing: return verified && !test;
    case capability::mass_by_list: return service;
  }
  return false;
}

result<void> set_aes_key(account& of, std::string_view encoding_aes_key) {
  auto key = wechat::parse_aes_key(encoding_aes_key);
  if (key.has_error()) return fail(errc::bad_config, key.error().what, "aes_key", "use 43 base64 characters");
  of.key = *key;
  of.encoding_aes_key = encoding_aes_key;
  return {};
}

result<void> set_mode(account& of, std::string_view mode) {
  const auto parsed = parse_mode(mode);
  if (parsed.has_error()) return parsed.error();
  if (*parsed != push_mode::plain && !of.key)
    return fail(errc::bad_config, "this mode encrypts, and there is no key", "aes_key", "give 43 base64 characters, or mode plain");
  of.mode = *parsed;
  return {};
}

result<account> make_account(const sandbox_options& options) {
  account made;
  made.app_id = options.app_id;
  made.app_secret = options.app_secret;
  made.original_id = options.original_id;
  made.token = options.token;
  made.name = options.name;
  const auto missing = [](const char* option) {
    return fail(errc::bad_config, "missing", option, "give the value that the bot's configuration has");
  };
  if (made.app_id.empty()) return missing("app_id");
  if (made.app_secret.empty()) return missing("app_secret");
  if (made.original_id.empty()) return missing("original_id");
  if (made.token.empty()) return missing("token");
  const auto kind = parse_profile(options.profile);
  if (kind.has_error()) return kind.error();
  made.kind = *kind;
  if (!options.aes_key.empty())
    if (auto set = set_aes_key(made, options.aes_key); set.has_error()) return set.error();
  if (auto set = set_mode(made, options.mode); set.has_error()) return set.error();
  return made;
}

}  // namespace depeche::sandbox
