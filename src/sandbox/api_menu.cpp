// /cgi-bin/menu/... and get_current_selfmenu_info (wechat-protocol 10).
#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"
#include "sandbox/menu_board.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {
namespace {

using nlohmann::json;

// As the platform gives a button back: with its list of sub-buttons, empty or not.
json as_kept(const json& buttons) {
  json list = json::array();
  for (auto one : buttons) {
    json subs = json::array();
    const json given = child_at(one, "sub_button");
    for (auto sub : given) {
      sub["sub_button"] = json::array();
      subs.push_back(std::move(sub));
    }
    one["sub_button"] = std::move(subs);
    list.push_back(std::move(one));
  }
  return list;
}

// As get_current_selfmenu_info tells it: lists stand in an object of their own.
json as_current(const json& buttons) {
  json list = json::array();
  for (auto one : buttons) {
    const json subs = child_at(one, "sub_button");
    one.erase("sub_button");
    if (subs.is_array() && !subs.empty()) one["sub_button"] = {{"list", as_current(subs)}};
    list.push_back(std::move(one));
  }
  return list;
}

json rule_of(const menu& one) {
  json rule = json::object();
  if (one.tag) rule["tag_id"] = std::to_string(*one.tag), rule["group_id"] = *one.tag;
  if (one.platform) rule["client_platform_type"] = *one.platform;  // a number here, though text is sent
  if (!one.language.empty()) rule["language"] = one.language;
  return rule;
}

api_answer create(menu_board& board, const api_call& call) {
  const auto& buttons = child_at(call.body, "button");
  if (const int code = menu_board::check(buttons); code != 0) return refuse(code);
  board.set(buttons);
  return answer_ok();
}

api_answer get(const menu_board& board) {
  const auto* common = board.common();
  if (common == nullptr) return refuse(46003);
  json answer{{"menu", {{"button", as_kept(*common->buttons)}, {"menuid", common->id}}}};
  for (const auto& one : board.conditional())
    answer["conditionalmenu"].push_back({{"button", as_kept(*one.buttons)}, {"matchrule", rule_of(one)}, {"menuid", one.id}});
  return answer_json(answer);
}

api_answer current(const menu_board& board) {
  const auto* common = board.common();
  json answer{{"is_menu_open", common == nullptr ? 0 : 1}, {"selfmenu_info", json::object()}};
  if (common != nullptr) answer["selfmenu_info"] = {{"button", as_current(*common->buttons)}};
  return answer_json(answer);
}

api_answer add_conditional(menu_board& board, const tag_book& tags, const api_call& call) {
  const auto& buttons = child_at(call.body, "button");
  const auto& rule = child_at(call.body, "matchrule");
  if (board.common() == nullptr) return refuse(65303);
  if (!rule.is_object() || rule.empty()) return refuse(65304);
  if (const int code = menu_board::check(buttons); code != 0) return refuse(code);
  menu made;
  made.tag = number_at(rule, "tag_id");
  if (!made.tag) made.tag = number_at(rule, "group_id");
  made.platform = number_at(rule, "client_platform_type");
  made.language = text_at(rule, "language");
  if (made.tag && tags.find(*made.tag) == nullptr) return refuse(45159);
  if (made.platform && (*made.platform < 1 || *made.platform > 3)) return refuse(65314);
  if (!made.tag && !made.platform && made.language.empty()) return refuse(65320);  // only rules that are no longer taken
  made.buttons = std::make_shared<const json>(buttons);
  return answer_json({{"menuid", std::to_string(board.add(std::move(made)))}});
}

api_answer try_match(const menu_board& board, crowd& people, const api_call& call) {
  const auto id = text_at(call.body, "user_id");
  const auto* person = people.find_openid(id);
  if (person == nullptr) person = people.find_name(id);
  if (person == nullptr) return refuse(40003);
  const auto* seen = board.of(*person);
  if (seen == nullptr) return refuse(46003);
  return answer_json({{"menu", {{"button", as_kept(*seen->buttons)}}}, {"button", as_kept(*seen->buttons)}});
}

}  // namespace

std::vector<endpoint> menu_endpoints(menu_board& board, const tag_book& tags, crowd& people) {
  // Whoever looks at a phone sees the new menu at once; on the platform it takes five minutes.
  const auto shown = [&people](api_answer answer) {
    if (answer.errcode == 0) people.touch_shelf();
    return answer;
  };
  const auto make = [&board, shown](const api_call& call) { return shown(create(board, call)); };
  const auto give = [&board](const api_call&) { return get(board); };
  const auto drop = [&board, shown](const api_call&) {
    board.clear();
    return shown(answer_ok());
  };
  const auto now = [&board](const api_call&) { return current(board); };
  const auto add = [&board, &tags, shown](const api_call& call) { return shown(add_conditional(board, tags, call)); };
  const auto remove = [&board, shown](const api_call& call) {
    return board.remove(number_at(call.body, "menuid").value_or(0)) ? shown(answer_ok()) : refuse(65301);
  };
  const auto match = [&board, &people](const api_call& call) { return try_match(board, people, call); };
  const auto may = capability::menus;
  return {
      {"POST", "/cgi-bin/menu/create", may, true, api_body::json, 1'000, 100, make},
      {"GET", "/cgi-bin/menu/get", may, true, api_body::none, 10'000, 1'000, give},
      {"GET", "/cgi-bin/menu/delete", may, true, api_body::none, 1'000, 100, drop},
      {"GET", "/cgi-bin/get_current_selfmenu_info", capability::any, true, api_body::none, 10'000, 1'000, now},
      {"POST", "/cgi-bin/menu/addconditional", may, true, api_body::json, 2'000, 0, add},
      {"POST", "/cgi-bin/menu/delconditional", may, true, api_body::json, 2'000, 0, remove},
      {"POST", "/cgi-bin/menu/trymatch", may, true, api_body::json, 20'000, 0, match},
  };
}

}  // namespace depeche::sandbox
