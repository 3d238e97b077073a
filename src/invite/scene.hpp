// The rules of scene names.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace depeche {

// 1 to 64 bytes of printable ASCII without blanks (what a poster's owner may type, and every reader of it passes unharmed).
// Scenes that begin with "desk-" are ours: one-time invitations. Fails with invalid_argument.
result<std::string> check_scene(std::string_view text);

// The scene of a one-time invitation, and its secret taken back from a scanned scene (empty when it is another scene).
std::string invitation_scene(std::string_view secret);
std::string_view invitation_secret(std::string_view scene);

}  // namespace depeche
