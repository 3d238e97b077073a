// The account's menu and its conditional menus (wechat-protocol 10): checked, kept, and matched to a person.
#pragma once

#include "base/random.hpp"
#include "sandbox/crowd.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct menu {
  std::int64_t id = 0;
  std::shared_ptr<const nlohmann::json> buttons;
  std::optional<std::int64_t> tag;        // of a conditional menu: who sees it
  std::optional<std::int64_t> platform;   // 1 iOS, 2 Android, 3 other
  std::string language;
};

class menu_board {
 public:
  explicit menu_board(random_source& random)
      : next_id_(std::int64_t{400'000'000} + static_cast<std::int64_t>(random_below(random, 100'000'000))) {}

  // 0 or the platform's code for buttons that it does not take.
  static int check(const nlohmann::json& buttons);

  void set(const nlohmann::json& buttons);
  std::int64_t add(menu conditional);
  bool remove(std::int64_t id);  // of a conditional menu
  void clear();
  const menu* common() const { return common_ ? &*common_ : nullptr; }
  const std::vector<menu>& conditional() const { return conditional_; }
  // What this person sees: the newest conditional menu that matches, else the common one; null when there is none.
  const menu* of(const phone& person) const;

 private:
  std::optional<menu> common_;
  std::vector<menu> conditional_;
  std::int64_t next_id_;
};

// The button that a person taps: by its name, or by key or URL. Null when the menu has none such.
const nlohmann::json* find_button(const menu& in, std::string_view name);

}  // namespace depeche::sandbox
