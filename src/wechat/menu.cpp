#include "wechat/menu.hpp"

#include "wechat/json_read.hpp"
#include "wechat/json_text.hpp"

#include <nlohmann/json.hpp>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::string_view create_path = "/cgi-bin/menu/create";
constexpr int no_menu = 46003;

// Under which name the id of a kind of content stands.
const char* content_member(std::string_view type) {
  return type == "article_id" || type == "article_view_limited" ? "article_id" : "media_id";
}

json to_json(const menu_button& b) {
  json out{{"name", b.name}};
  if (!b.children.empty()) {
    json children = json::array();
    for (const menu_button& child : b.children) children.push_back(to_json(child));
    out["sub_button"] = std::move(children);
    return out;
  }
  out["type"] = b.type;
  if (!b.key.empty()) out["key"] = b.key;
  if (!b.url.empty()) out["url"] = b.url;
  if (!b.app_id.empty()) out["appid"] = b.app_id;
  if (!b.page.empty()) out["pagepath"] = b.page;
  if (!b.content_id.empty()) out[content_member(b.type)] = b.content_id;
  return out;
}

json to_json(const std::vector<menu_button>& menu) {
  json buttons = json::array();
  for (const menu_button& b : menu) buttons.push_back(to_json(b));
  return buttons;
}

// Two levels: what is deeper is no menu of the platform's.
menu_button button_in(const json& got, int levels) {
  menu_button b;
  b.name = text_at(got, "name");
  b.type = text_at(got, "type");
  b.key = text_at(got, "key");
  b.url = text_at(got, "url");
  b.app_id = text_at(got, "appid");
  b.page = text_at(got, "pagepath");
  b.content_id = text_at(got, content_member(b.type));
  if (levels > 1)
    for (const json& child : list_at(got, "sub_button")) b.children.push_back(button_in(child, levels - 1));
  return b;
}

std::string fault_of_leaf(const menu_button& b) {
  if (!b.children.empty()) return "a button below the top has buttons of its own";
  if (b.type.empty()) return "has neither a type nor buttons";
  const bool content =
      b.type == "media_id" || b.type == "view_limited" || b.type == "article_id" || b.type == "article_view_limited";
  if (content) return b.content_id.empty() ? "names no content" : "";
  if (b.type == "view") return b.url.empty() || b.url.size() > 1'024 ? "a url of 1 to 1,024 bytes is needed" : "";
  if (b.type == "miniprogram") return b.url.empty() || b.app_id.empty() || b.page.empty() ? "needs url, app id and page" : "";
  return b.key.empty() || b.key.size() > 128 ? "a key of 1 to 128 bytes is needed" : "";
}

std::string at_button(const menu_button& b, const std::string& fault) { return "menu button \"" + b.name + "\": " + fault; }

}  // namespace

std::string fault_of(const std::vector<menu_button>& menu) {
  if (menu.empty() || menu.size() > 3) return "a menu has 1 to 3 top buttons";
  for (const menu_button& top : menu) {
    if (top.name.empty() || top.name.size() > 16) return at_button(top, "a name of 1 to 16 bytes is needed");
    if (top.children.size() > 5) return at_button(top, "more than 5 buttons below it");
    if (top.children.empty())
      if (const std::string fault = fault_of_leaf(top); !fault.empty()) return at_button(top, fault);
    for (const menu_button& b : top.children) {
      if (b.name.empty() || b.name.size() > 60) return at_button(b, "a name of 1 to 60 bytes is needed");
      if (const std::string fault = fault_of_leaf(b); !fault.empty()) return at_button(b, fault);
    }
  }
  return {};
}

task<api_result<void>> create_menu(api_client& api, std::vector<menu_button> menu) {
  if (const std::string fault = fault_of(menu); !fault.empty())
    co_return own_failure(api_action::fix_request, fault, create_path);
  const json body{{"button", to_json(menu)}};
  auto answer = co_await api.post(std::string(create_path), json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

task<api_result<std::optional<std::vector<menu_button>>>> get_menu(api_client& api) {
  std::optional<std::vector<menu_button>> menu;
  auto answer = co_await api.get("/cgi-bin/menu/get");
  if (answer.has_error()) {
    const api_failure why = answer.error();
    if (why.errcode == no_menu) co_return menu;
    co_return why;
  }
  menu.emplace();
  const json got = read_json(*answer);
  for (const json& one : list_at(member(got, "menu"), "button")) menu->push_back(button_in(one, 2));
  co_return menu;
}

task<api_result<void>> delete_menu(api_client& api) {
  auto answer = co_await api.get("/cgi-bin/menu/delete");
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

task<api_result<std::string>> add_conditional_menu(api_client& api, std::vector<menu_button> menu, menu_rule rule) {
  constexpr std::string_view path = "/cgi-bin/menu/addconditional";
  const std::string fault = fault_of(menu);
  if (!fault.empty()) co_return own_failure(api_action::fix_request, fault, path);
  json match = json::object();
  if (rule.tag) match["tag_id"] = std::to_string(*rule.tag);
  // 1, 2 and 3 in the platform's words.
  if (rule.phone != menu_rule::phone_kind::any) match["client_platform_type"] = std::to_string(static_cast<int>(rule.phone));
  if (match.empty()) co_return own_failure(api_action::fix_request, "a conditional menu needs a tag or a kind of phone", path);
  const json body{{"button", to_json(menu)}, {"matchrule", std::move(match)}};
  auto answer = co_await api.post(std::string(path), json_text(body), repeatable::no);
  if (answer.has_error()) co_return answer.error();
  std::string id = text_at(read_json(*answer), "menuid");
  if (id.empty()) co_return own_failure(api_action::unknown, "the platform took a menu without naming its menuid", path);
  co_return id;
}

task<api_result<void>> delete_conditional_menu(api_client& api, std::string menu_id) {
  const json body{{"menuid", menu_id}};
  auto answer = co_await api.post("/cgi-bin/menu/delconditional", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  co_return api_result<void>{};
}

task<api_result<std::vector<menu_button>>> menu_seen_by(api_client& api, std::string who) {
  const json body{{"user_id", who}};
  auto answer = co_await api.post("/cgi-bin/menu/trymatch", json_text(body), repeatable::yes);
  if (answer.has_error()) co_return answer.error();
  const json got = read_json(*answer);
  const json& inner = member(got, "menu");  // some answers have the buttons within, some beside
  std::vector<menu_button> menu;
  for (const json& one : list_at(inner.is_object() ? inner : got, "button")) menu.push_back(button_in(one, 2));
  co_return menu;
}

}  // namespace depeche::wechat
