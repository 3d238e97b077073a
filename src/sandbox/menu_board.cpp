#include "sandbox/menu_board.hpp"

#include "sandbox/json_fields.hpp"
#include "sandbox/tag_book.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 7> types_with_key{"click",           "scancode_push", "scancode_waitmsg", "pic_sysphoto",
                                                         "pic_photo_or_album", "pic_weixin",    "location_select"};

bool has_size(std::string_view text, std::size_t most) { return !text.empty() && text.size() <= most; }
bool is_link(std::string_view url) { return url.starts_with("http://") || url.starts_with("https://"); }

// The codes of a sub-button are those of a button and eight more, but for the type's.
int check_action(const json& button, bool sub) {
  const auto type = text_at(button, "type");
  if (std::find(types_with_key.begin(), types_with_key.end(), type) != types_with_key.end())
    return has_size(text_at(button, "key"), 128) ? 0 : sub ? 40026 : 40019;
  if (type == "view" || type == "miniprogram") {
    const auto url = text_at(button, "url");
    if (!has_size(url, 1024)) return sub ? 40027 : 40020;
    if (!is_link(url)) return sub ? 40055 : 40054;
    return type == "view" || !text_at(button, "appid").empty() ? 0 : 45064;
  }
  if (type == "media_id" || type == "view_limited") return text_at(button, "media_id").empty() ? 40007 : 0;
  if (type == "article_id" || type == "article_view_limited") return text_at(button, "article_id").empty() ? 53600 : 0;
  return sub ? 40024 : 40017;
}

int check_subs(const json& subs) {
  if (subs.size() > 5) return 40023;
  for (const auto& one : subs) {
    if (!has_size(text_at(one, "name"), 60)) return 40025;
    if (const int code = check_action(one, true); code != 0) return code;
  }
  return 0;
}

}  // namespace

int menu_board::check(const json& buttons) {
  if (!buttons.is_array() || buttons.empty() || buttons.size() > 3) return 40016;
  for (const auto& one : buttons) {
    const auto name = text_at(one, "name");
    const auto& subs = child_at(one, "sub_button");
    const bool has_subs = subs.is_array() && !subs.empty();
    if (!has_size(name, 16)) return 40018;
    if (!subs.is_array() && !subs.is_null()) return 40022;
    if (const int code = has_subs ? check_subs(subs) : check_action(one, false); code != 0) return code;
  }
  return 0;
}

void menu_board::set(const json& buttons) { common_ = menu{next_id_++, std::make_shared<const json>(buttons), {}, {}, {}}; }

std::int64_t menu_board::add(menu conditional) {
  conditional.id = next_id_++;
  conditional_.push_back(std::move(conditional));
  return conditional_.back().id;
}

bool menu_board::remove(std::int64_t id) {
  return std::erase_if(conditional_, [id](const menu& one) { return one.id == id; }) > 0;
}

void menu_board::clear() {
  common_.reset();
  conditional_.clear();
}

const menu* menu_board::of(const phone& person) const {
  constexpr std::int64_t phones_are = 2;  // Android
  for (auto one = conditional_.rbegin(); one != conditional_.rend(); ++one)
    if ((!one->tag || has_tag(person, *one->tag)) && one->platform.value_or(phones_are) == phones_are &&
        (one->language.empty() || one->language == person.language))
      return &*one;
  return common();
}

const json* find_button(const menu& in, std::string_view name) {
  const auto is_wanted = [name](const json& one) {
    return text_at(one, "name") == name || text_at(one, "key") == name || text_at(one, "url") == name;
  };
  for (const auto& one : *in.buttons) {
    const auto& subs = child_at(one, "sub_button");
    for (const auto& sub : subs)
      if (is_wanted(sub)) return &sub;
    if ((!subs.is_array() || subs.empty()) && is_wanted(one)) return &one;
  }
  return nullptr;
}

}  // namespace depeche::sandbox
