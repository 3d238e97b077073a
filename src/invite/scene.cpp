#include "invite/scene.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::string_view invitation_prefix = "desk-";
constexpr std::size_t longest = 64;  // what the platform takes as scene_str

}  // namespace

result<std::string> check_scene(std::string_view text) {
  const auto refuse = [&](std::string why) {
    return fail(errc::invalid_argument, std::move(why), printable(text, longest),
                "use 1 to 64 ASCII letters, digits and signs without blanks");
  };
  if (text.empty()) return refuse("a scene needs a name");
  if (text.size() > longest) return refuse("the scene's name is longer than 64 bytes");
  if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; }))
    return refuse("the scene's name holds a blank or a character outside ASCII");
  if (text.starts_with(invitation_prefix)) return refuse("scenes that begin with \"desk-\" are one-time invitations");
  return std::string(text);
}

std::string invitation_scene(std::string_view secret) { return std::string(invitation_prefix) + std::string(secret); }

std::string_view invitation_secret(std::string_view scene) {
  return scene.starts_with(invitation_prefix) ? scene.substr(invitation_prefix.size()) : std::string_view();
}

}  // namespace depeche
