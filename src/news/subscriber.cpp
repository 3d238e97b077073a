#include "news/subscriber.hpp"

namespace depeche {

using namespace std::chrono_literals;

std::string_view name(role r) {
  switch (r) {
    case role::reader: return "reader";
    case role::editor: return "editor";
    case role::admin: return "admin";
  }
  return "reader";
}

std::optional<role> role_named(std::string_view text) {
  for (const role r : {role::reader, role::editor, role::admin})
    if (name(r) == text) return r;
  return std::nullopt;
}

allowance after_contact(allowance current, contact kind, timestamp now) {
  const allowance given = kind == contact::message ? allowance{5, now + 48h} : allowance{3, now + 1min};
  // A message resets to the full five. A tap or scan within an open 48 h window adds nothing that the window doesn't have.
  if (kind != contact::message && current.open_at(now) && current.until > given.until && current.left >= given.left) return current;
  return given;
}

}  // namespace depeche
