// The issue that a desk command is about: the edition that is meant, composed anew.
#pragma once

#include "commands/command.hpp"

#include <memory>
#include <string>

namespace depeche {

struct issue_meant {
  const edition* of = nullptr;
  std::shared_ptr<const digest> issue;  // has items; null when `refusal` says why there is none
  std::string refusal;
};

// `when_empty` is said, with the masthead, when there is nothing to publish today.
task<issue_meant> compose_meant(command_parts& with, const command_call& call, phrase when_empty);

// Has the next yes send or publish this issue.
void ask_for_yes(command_parts& with, const command_call& call, const issue_meant& meant, bool publish);

}  // namespace depeche
