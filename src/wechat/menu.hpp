// The account's custom menu (wechat-protocol 10).
#pragma once

#include "wechat/api_client.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace depeche::wechat {

// A button with children only opens them; every other one has a type and what that needs.
struct menu_button {
  std::string name{};        // at most 16 bytes at the top, 60 below
  std::string type{};        // "click", "view", "miniprogram", "scancode_push", "media_id", "article_id", ...; empty with children
  std::string key{};         // of click and of the kinds that ask for a scan, a picture or a place
  std::string url{};         // of view, and where a mini program can't run
  std::string app_id{};      // of miniprogram
  std::string page{};        // of miniprogram
  std::string content_id{};  // of media_id, view_limited, article_id, article_view_limited
  std::vector<menu_button> children{};  // at most 5, of top buttons only
  bool operator==(const menu_button&) const = default;
};

// What the platform would refuse: empty when nothing.
std::string fault_of(const std::vector<menu_button>& menu);

// 1 to 3 top buttons. Clients show a new menu within five minutes.
task<api_result<void>> create_menu(api_client& api, std::vector<menu_button> menu);
// Nothing when the account has none.
task<api_result<std::optional<std::vector<menu_button>>>> get_menu(api_client& api);
// The conditional ones go with it.
task<api_result<void>> delete_menu(api_client& api);

// A menu for some: those with the tag, on the kind of phone. At least one of both.
struct menu_rule {
  std::optional<std::int64_t> tag;
  enum class phone_kind { any, ios, android, other } phone = phone_kind::any;
};
// The account needs a common menu first. Returns the id of the new one. A lost answer is unknown: it may be there.
task<api_result<std::string>> add_conditional_menu(api_client& api, std::vector<menu_button> menu, menu_rule rule);
task<api_result<void>> delete_conditional_menu(api_client& api, std::string menu_id);
// What a person sees, by openid or WeChat name.
task<api_result<std::vector<menu_button>>> menu_seen_by(api_client& api, std::string who);

}  // namespace depeche::wechat
